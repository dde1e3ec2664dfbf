import { Button, makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { formatDay, parseDay } from '../../core/calendar/day.js'
import { listCurrencies } from '../../core/money/currency.js'
import { type Draft, isDraft, withValue } from './document.js'
import { type ScenarioWord, useScenarioWords } from './form-words.js'
import { type FieldOf, ScenarioField, type Writing } from './scenario-field.js'

const PROFILES = ['license', 'one-time-recurring', 'saas', 'new-commerce'] as const
const CYCLES = ['monthly', 'annual', 'upfront', 'one-time'] as const
const LENGTHS = ['P1M', 'P1Y', 'P3Y'] as const
const ACTIONS = [
  'purchase',
  'changeQuantity',
  'suspend',
  'reactivate',
  'cancel',
  'convert',
  'changeBillingCycle',
  'setAutoRenew',
  'scheduleChange',
  'purchaseAddon',
] as const satisfies readonly ScenarioWord[]
type Action = (typeof ACTIONS)[number]

const DAYS_TO_NEXT = 30

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 150px), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  cell: {
    minWidth: 0,
    '& > *': { gridTemplateColumns: 'minmax(0, 1fr)', minWidth: 0 },
    '& select': { width: '100%', minWidth: 0 },
    '& .fui-Input__input': { width: '100%', minWidth: 0 },
    '& .fui-Input': { minWidth: 0, width: '100%', boxSizing: 'border-box' },
  },
  wide: { gridColumn: '1 / -1' },
  event: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingHorizontalM,
    margin: 0,
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    alignItems: 'start',
    minWidth: 0,
  },
  fields: { flexGrow: 1, minWidth: 0 },
  heading: { margin: 0 },
})

/** The scenario as a form: the offer, and what happens, one after the other. */
export function ScenarioForm({ writing }: { readonly writing: Writing }) {
  const styles = useStyles()
  const say = useScenarioWords()
  const { draft, onChange } = writing
  const events: readonly unknown[] = Array.isArray(draft['events']) ? draft['events'] : []
  const setEvents = (changed: readonly unknown[]) => onChange(withValue(draft, ['events'], changed) as Draft)
  return (
    <div className={styles.form}>
      <Fields fields={useOfferFields()} writing={writing} />
      <Subtitle2 as="h3" className={styles.heading}>
        {say('events')}
      </Subtitle2>
      {events.map((event, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is known by its place only
          key={index}
          className={styles.event}
          aria-label={say('eventNumber', { number: index + 1 })}
        >
          <div className={styles.fields}>
            <EventFields index={index} event={isDraft(event) ? event : {}} writing={writing} />
          </div>
          <Button
            appearance="subtle"
            icon={<DeleteRegular />}
            aria-label={say('removeEvent', { number: index + 1 })}
            onClick={() => setEvents(events.filter((_, other) => other !== index))}
          />
        </fieldset>
      ))}
      <div>
        <Button icon={<AddRegular />} onClick={() => setEvents([...events, nextEvent(events)])}>
          {say('addEvent')}
        </Button>
      </div>
    </div>
  )
}

/** Another event, a month after the last one. */
function nextEvent(events: readonly unknown[]): Draft {
  const last = events.at(-1)
  const day = isDraft(last) && typeof last['on'] === 'string' ? parseDay(last['on']) : undefined
  const on = day === undefined ? {} : { on: formatDay((day + DAYS_TO_NEXT) as typeof day) }
  return events.length === 0
    ? { on: '2026-01-15', type: 'purchase', quantity: 1 }
    : { ...on, type: 'changeQuantity', quantity: 2 }
}

function Fields({ fields, writing }: { readonly fields: readonly FieldOf[]; readonly writing: Writing }) {
  const styles = useStyles()
  return (
    <div className={styles.grid}>
      {fields.map((field) => (
        <div key={field.place.join('.')} className={mergeClasses(styles.cell, field.word === 'title' && styles.wide)}>
          <ScenarioField field={field} writing={writing} />
        </div>
      ))}
    </div>
  )
}

function useOfferFields(): readonly FieldOf[] {
  const say = useScenarioWords()
  const options = (values: readonly ScenarioWord[]) => values.map((value) => ({ value, text: say(value) }))
  const currencies = listCurrencies().map((value) => ({ value, text: value }))
  const terms = LENGTHS.map((value) => ({ value, text: say(`term${value}`) }))
  return [
    { place: ['title'], word: 'title', kind: 'text' },
    { place: ['profile'], word: 'profile', kind: 'choice', options: options(PROFILES) },
    { place: ['offer', 'term'], word: 'term', kind: 'choice', options: terms },
    { place: ['offer', 'billingCycle'], word: 'billingCycle', kind: 'choice', options: options(CYCLES) },
    { place: ['offer', 'unitPrice'], word: 'unitPrice', kind: 'price' },
    { place: ['offer', 'pricePer'], word: 'pricePer', kind: 'choice', options: options(LENGTHS), none: say('P1M') },
    { place: ['currency'], word: 'currency', kind: 'choice', options: currencies },
    { place: ['billingDay'], word: 'billingDay', kind: 'number', hint: 'billingDayHint', wrong: 'wrongBillingDay' },
    { place: ['until'], word: 'until', kind: 'day', hint: 'untilHint' },
  ]
}

interface EventProps {
  readonly index: number
  readonly event: Draft
  readonly writing: Writing
}

/** When something happens, what, and what that needs to know. */
function EventFields({ index, event, writing }: EventProps) {
  const say = useScenarioWords()
  const at = (...names: readonly string[]) => ['events', index, ...names]
  const cycles = CYCLES.map((value) => ({ value, text: say(value) }))
  const quantity: FieldOf = { place: at('quantity'), word: 'quantity', kind: 'number' }
  const price = (object: string, word: ScenarioWord): FieldOf => ({
    place: at(object, 'unitPrice'),
    word,
    kind: 'price',
  })
  const none = say('asBefore')
  const details: Readonly<Record<Action, readonly FieldOf[]>> = {
    purchase: [quantity],
    changeQuantity: [quantity, { place: at('atRenewal'), word: 'atRenewal', kind: 'check' }],
    suspend: [],
    reactivate: [],
    cancel: [{ place: at('atRenewal'), word: 'atRenewal', kind: 'check' }],
    convert: [quantity, price('toOffer', 'newPrice')],
    changeBillingCycle: [
      { place: at('billingCycle'), word: 'newCycle', kind: 'choice', options: cycles },
      { place: at('unitPrice'), word: 'newPrice', kind: 'price' },
    ],
    setAutoRenew: [{ place: at('autoRenew'), word: 'autoRenew', kind: 'check' }],
    scheduleChange: [
      quantity,
      { place: at('toOffer', 'billingCycle'), word: 'newCycle', kind: 'choice', options: cycles, none },
    ],
    purchaseAddon: [quantity, price('offer', 'addOnPrice')],
  }
  const known = ACTIONS.find((action) => action === event['type'])
  const fields: readonly FieldOf[] = [
    { place: at('on'), word: 'on', kind: 'day' },
    {
      place: at('type'),
      word: 'action',
      kind: 'choice',
      options: ACTIONS.map((value) => ({ value, text: say(value) })),
    },
    ...(known === undefined ? [] : details[known]),
  ]
  // Another action begins with what it needs, and without what only the one before needed.
  const change = (draft: Draft) => {
    const changed = (draft['events'] as readonly Draft[])[index]!
    writing.onChange(
      changed['type'] === event['type'] ? draft : (withValue(draft, ['events', index], begun(changed)) as Draft),
    )
  }
  return <Fields fields={fields} writing={{ ...writing, onChange: change }} />
}

/** What an action begins with. */
const BEGINNINGS: Readonly<Partial<Record<string, Draft>>> = {
  purchase: { quantity: 1 },
  changeQuantity: { quantity: 2 },
  convert: { toOffer: { name: 'Other offer', unitPrice: '8.00' } },
  changeBillingCycle: { billingCycle: 'annual' },
  setAutoRenew: { autoRenew: false },
  scheduleChange: { quantity: 2 },
  purchaseAddon: { quantity: 1, offer: { unitPrice: '1.00' } },
}

function begun({ on, at, type, subscription }: Draft): Draft {
  const kept = Object.entries({ on, at, type, subscription }).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(kept), ...BEGINNINGS[String(type)] }
}
