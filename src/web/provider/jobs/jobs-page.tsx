import { MessageBar, MessageBarBody, MessageBarTitle, Text } from '@fluentui/react-components'
import { useFormat } from '../../format/format.js'
import { Page } from '../../parts/page.js'
import { Section } from '../../parts/section.js'
import { Loaded } from '../../parts/states.js'
import { useRead } from '../../wire/read.js'
import { Stack } from '../ui/toolbar.js'
import { DaysView } from './days-view.js'
import { type Jobs, JobsTable } from './jobs-table.js'
import { useJobWords } from './words.js'

const BUSY_MILLISECONDS = 2_000
const QUIET_MILLISECONDS = 30_000

/** What the background work is doing, and whether it is well; it moves by itself, faster while there is work. */
export function JobsPage() {
  const say = useJobWords()
  const jobs = useRead<Jobs>('/v1/platform/jobs', {
    every: (data) => (isBusy(data as Jobs | undefined) ? BUSY_MILLISECONDS : QUIET_MILLISECONDS),
  })
  return (
    <Page title={say('title')}>
      <Section title={say('work')}>
        <Loaded read={jobs}>
          {(standing) => (
            <Stack>
              <Attendance jobs={standing} />
              <JobsTable jobs={standing.items} />
              <Text>{say('again')}</Text>
            </Stack>
          )}
        </Loaded>
      </Section>
      <DaysView />
    </Page>
  )
}

/** Whether there is something to do, and somebody does it. */
function isBusy(jobs: Jobs | undefined): boolean {
  return jobs?.isAttended === true && jobs.items.some(({ waiting, working }) => waiting + working > 0)
}

function Attendance({ jobs: { isAttended, lastLookDate } }: { readonly jobs: Jobs }) {
  const say = useJobWords()
  const { instant } = useFormat()
  const date = lastLookDate === undefined ? '' : instant(lastLookDate)
  if (isAttended) {
    return (
      <MessageBar intent="success">
        <MessageBarBody>{say('attended', { date })}</MessageBarBody>
      </MessageBar>
    )
  }
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{date === '' ? say('unattended') : say('unattendedSince', { date })}</MessageBarTitle>{' '}
        {say('unattendedText')}
      </MessageBarBody>
    </MessageBar>
  )
}
