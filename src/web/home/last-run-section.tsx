import { ProgressBar } from '@fluentui/react-components'
import type { z } from 'zod'
import type { billingRuns } from '../../api/schema/billing.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Facts, Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { useRead } from '../wire/read.js'
import { useHomeWords } from './words.js'

type Runs = z.output<typeof billingRuns>

const MILLISECONDS_WHILE_RUNNING = 3_000

/** The billing run that was started last, and how far it is. */
export function LastRunSection() {
  const say = useHomeWords()
  const runs = useRead<Runs>('/v1/platform/billing-runs', {
    query: { size: 1 },
    every: (data) => isUnderWay((data as Runs | undefined)?.items[0]) && MILLISECONDS_WHILE_RUNNING,
  })
  return (
    <Section title={say('lastRun')} actions={<AppLink to="/provider/billing-runs">{say('toRuns')}</AppLink>}>
      <Loaded read={runs}>
        {({ items: [run] }) => (run === undefined ? <Empty text={say('noRun')} /> : <Run run={run} />)}
      </Loaded>
    </Section>
  )
}

const isUnderWay = (run: Runs['items'][number] | undefined) => run !== undefined && run.status !== 'completed'

function Run({ run }: { readonly run: Runs['items'][number] }) {
  const say = useHomeWords()
  const { day, instant, number } = useFormat()
  const { status, dueSubscriptions, doneSubscriptions, quarantinedSubscriptions: failed } = run
  return (
    <>
      <Facts
        facts={[
          [say('asOf'), day(run.asOf)],
          [
            say('runStatus'),
            <Status key="status" text={say(status)} tone={status === 'completed' ? 'good' : 'waiting'} />,
          ],
          [say('started'), instant(run.startedDate)],
          [say('completed'), run.completedDate === undefined ? undefined : instant(run.completedDate)],
          [say('charges'), number(run.charges)],
          [say('invoices'), number(run.invoices)],
          [
            say('quarantined'),
            failed === 0 ? number(failed) : <Status key="failed" text={number(failed)} tone="bad" />,
          ],
        ]}
      />
      {isUnderWay(run) && (
        <ProgressBar value={doneSubscriptions} max={Math.max(dueSubscriptions, 1)} aria-label={say(status)} />
      )}
    </>
  )
}
