import { Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { jobDaysSchema } from '../../../api/schema/jobs.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useRead } from '../../wire/read.js'
import { useJobWords } from './words.js'

type Days = z.output<typeof jobDaysSchema>
type Day = Days['items'][number]

const LOOK_MILLISECONDS = 30_000

/** The last days of the daily jobs, and what billing as of each made. */
export function DaysView() {
  const say = useJobWords()
  const { day, instant, number } = useFormat()
  const days = useRead<Days>('/v1/platform/jobs/days', { every: LOOK_MILLISECONDS })
  const columns: readonly Column<Day>[] = [
    { key: 'day', header: say('day'), cell: (one) => day(one.day) },
    { key: 'begun', header: say('begun'), cell: ({ startedDate }) => instant(startedDate) },
    {
      key: 'done',
      header: say('done'),
      cell: ({ finishedDate }) =>
        finishedDate === undefined ? <Status text={say('notDone')} tone="waiting" /> : instant(finishedDate),
    },
    { key: 'charges', header: say('charges'), align: 'end', cell: ({ charges }) => number(charges) },
    { key: 'invoices', header: say('invoices'), align: 'end', cell: ({ invoices }) => number(invoices) },
  ]
  return (
    <Section title={say('history')}>
      <Text>{say('historyText')}</Text>
      <Loaded read={days}>
        {({ items }) => (
          <Table
            label={say('history')}
            columns={columns}
            rows={items}
            keyOf={(one) => one.day}
            empty={<Empty text={say('noDays')} />}
          />
        )}
      </Loaded>
    </Section>
  )
}
