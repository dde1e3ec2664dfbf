import {
  Button,
  Dropdown,
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Option,
  Text,
  tokens,
} from '@fluentui/react-components'
import { ChevronLeftRegular, ChevronRightRegular } from '@fluentui/react-icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { z } from 'zod'
import type { utilizationSchema } from '../../api/schema/usage.js'
import { useFormat } from '../format/format.js'
import { BarChart } from '../parts/chart.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { useSession } from '../session/session.js'
import { call } from '../wire/call.js'
import type { Fault } from '../wire/fault.js'
import { daysOfMonth, type MeterDays, meterDaysOf, monthAfter } from './daily-bars.js'
import { useUsageWords } from './words.js'

type Answer = z.output<typeof utilizationSchema> & { readonly continuationToken?: string }

const MOST_RECORDS = 1_000
const MILLISECONDS_UNTIL_ADDED_UP = 20_000
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/

const useStyles = makeStyles({
  choices: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  month: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  name: { minWidth: '130px', textAlign: 'center' },
})

export interface DailySectionProps {
  /** Of the subscription. */
  readonly path: string
  /** The month that is shown first. */
  readonly latest: string
}

/** What a subscription used on each day of a month, meter by meter. */
export function DailySection({ path, latest }: DailySectionProps) {
  const say = useUsageWords()
  const { month: asked, meter } = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const month = MONTH.test(String(asked)) ? String(asked) : latest
  const change = (search: { readonly month?: string; readonly meter?: string }) =>
    void navigate({
      to: '.',
      search: { month, ...(meter === undefined ? {} : { meter }), ...search } as never,
      replace: true,
      resetScroll: false,
    })
  const read = useUtilization(path, month)
  return (
    <Section
      title={say('daily')}
      actions={<MonthChoice month={month} onMonth={(wanted) => change({ month: wanted })} />}
    >
      <Loaded read={read}>
        {(answer) =>
          answer === 'waiting' ? (
            <MessageBar>
              <MessageBarBody>{say('waiting')}</MessageBarBody>
            </MessageBar>
          ) : (
            <Days
              month={month}
              meters={meterDaysOf(answer.items)}
              chosen={meter === undefined ? undefined : String(meter)}
              isCut={answer.continuationToken !== undefined}
              onMeter={(meterId) => change({ meter: meterId })}
            />
          )
        }
      </Loaded>
    </Section>
  )
}

/** The days of a month; `waiting` as long as what came in is not added up. */
function useUtilization(path: string, month: string) {
  const query = {
    start_time: `${month}-01T00:00:00Z`,
    end_time: `${monthAfter(month, 1)}-01T00:00:00Z`,
    granularity: 'daily',
    show_details: 'false',
    size: MOST_RECORDS,
  }
  const url = `${path}/utilizations/azure`
  return useQuery<Answer | 'waiting', Fault>({
    queryKey: [url, query, {}],
    // The answer without a body says that it is still being added up.
    queryFn: async ({ signal }) => (await call<Answer | undefined>({ path: url, query, signal })) ?? 'waiting',
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => state.data === 'waiting' && MILLISECONDS_UNTIL_ADDED_UP,
  })
}

function MonthChoice({ month, onMonth }: { readonly month: string; readonly onMonth: (month: string) => void }) {
  const styles = useStyles()
  const say = useUsageWords()
  const { month: write } = useFormat()
  const { now } = useSession()
  return (
    <div className={styles.month}>
      <Button
        appearance="subtle"
        icon={<ChevronLeftRegular />}
        aria-label={say('previousMonth')}
        onClick={() => onMonth(monthAfter(month, -1))}
      />
      <Text className={styles.name} aria-live="polite">
        {write(month)}
      </Text>
      <Button
        appearance="subtle"
        icon={<ChevronRightRegular />}
        aria-label={say('nextMonth')}
        disabled={month >= now.slice(0, 7)}
        onClick={() => onMonth(monthAfter(month, 1))}
      />
    </div>
  )
}

interface DaysProps {
  readonly month: string
  readonly meters: readonly MeterDays[]
  readonly chosen: string | undefined
  readonly isCut: boolean
  readonly onMeter: (meterId: string) => void
}

function Days({ month, meters, chosen, isCut, onMeter }: DaysProps) {
  const styles = useStyles()
  const say = useUsageWords()
  const { number, day, month: writeMonth } = useFormat()
  const meter = meters.find(({ meterId }) => meterId === chosen) ?? meters[0]
  if (meter === undefined) return <Empty text={say('noDays')} />
  return (
    <>
      <div className={styles.choices}>
        <Field label={say('meter')}>
          <Dropdown
            value={meter.name}
            selectedOptions={[meter.meterId]}
            onOptionSelect={(_, { optionValue }) => optionValue !== undefined && onMeter(optionValue)}
          >
            {meters.map(({ meterId, name }) => (
              <Option key={meterId} value={meterId}>
                {name}
              </Option>
            ))}
          </Dropdown>
        </Field>
      </div>
      <BarChart
        label={say('dailyLabel', { meter: meter.name, month: writeMonth(month) })}
        ofWhat={say('day')}
        howMuch={say('quantityOf', { unit: meter.unit })}
        writeAxis={(value) => number(value)}
        bars={daysOfMonth(month).map((date) => {
          const quantity = meter.days.get(date) ?? '0'
          return {
            key: date,
            label: day(date),
            short: String(Number(date.slice(8))),
            value: Number(quantity),
            text: number(quantity),
          }
        })}
        note={<Text size={200}>{say('quantityOf', { unit: meter.unit })}</Text>}
      />
      {isCut && <Text size={200}>{say('cut', { count: MOST_RECORDS })}</Text>}
    </>
  )
}
