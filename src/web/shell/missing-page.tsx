import { Button, Text } from '@fluentui/react-components'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { useShellWords } from './words.js'

/** What stands where there is no page, or none for one's role. */
export function MissingPage() {
  const say = useShellWords()
  return (
    <Page title={say('pageMissing')}>
      <Text>{say('pageMissingText')}</Text>
      <AppLink to="/">{say('toHome')}</AppLink>
    </Page>
  )
}

/** What stands where a page has failed. */
export function FailedPage({ error }: { readonly error: unknown }) {
  const say = useShellWords()
  return (
    <Page title={say('crashed')}>
      <Text>{say('crashedText')}</Text>
      <Text font="monospace">{error instanceof Error ? error.message : String(error)}</Text>
      <div>
        <Button appearance="primary" onClick={() => location.reload()}>
          {say('reload')}
        </Button>
      </div>
    </Page>
  )
}
