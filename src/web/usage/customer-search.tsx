import { Button } from '@fluentui/react-components'
import { useAsked } from '../customers/asked.js'
import { SearchBox } from '../customers/search-box.js'
import { Empty } from '../parts/states.js'
import { useUsageWords } from './words.js'

/** A box to look for customers in; what is looked for is kept in the address. */
export function CustomerSearch() {
  const say = useUsageWords()
  const { asked, ask } = useAsked()
  return (
    <search>
      <SearchBox label={say('search')} value={asked('q')} onSearch={(q) => ask({ q, offset: undefined })} />
    </search>
  )
}

export interface NoneFoundProps {
  /** Said where nothing is looked for. */
  readonly none: string
  readonly noMatch: string
}

/** That there are no customers, or none of those looked for and the way to all of them. */
export function NoneFound({ none, noMatch }: NoneFoundProps) {
  const say = useUsageWords()
  const { asked, ask } = useAsked()
  if (asked('q') === '') return <Empty text={none} />
  return (
    <Empty text={noMatch}>
      <Button onClick={() => ask({ q: undefined, offset: undefined })}>{say('clearSearch')}</Button>
    </Empty>
  )
}
