import { Button, Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { customerSchema } from '../../api/schema/customer.js'
import type { cycleChangeSchema, orderSchema } from '../../api/schema/order.js'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { AppLink } from '../parts/link.js'
import { useNotify } from '../parts/notify.js'
import { Page } from '../parts/page.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded, Problem } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { Why } from '../parts/why.js'
import { useMay } from '../session/session.js'
import type { Fault } from '../wire/fault.js'
import { pathOf } from '../wire/path.js'
import { useChange, useRead } from '../wire/read.js'
import { useChargeType, useChargeWords } from './charge-words.js'
import { dayAfter, pagePath, type Rhythm } from './model.js'
import { useOrderWords } from './order-words.js'
import { useRefusal } from './refusal-words.js'
import { useRhythmText } from './rhythm-words.js'
import { useSubscriptionWords } from './words.js'

type Order = z.output<typeof orderSchema>
type CycleChange = z.output<typeof cycleChangeSchema>
type Cycle = 'monthly' | 'annual'

interface Where {
  readonly customerId: string
  readonly orderId: string
}

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** Changes how an order is billed, with all its subscriptions: shows each of them and its exact charges before. */
export function OrderFrequencyPage() {
  const { customerId = '', orderId = '' } = useParams({ strict: false }) as Partial<Where>
  const where = { customerId, orderId }
  const say = useOrderWords()
  const sayPage = useSubscriptionWords()
  const customer = useRead<z.output<typeof customerSchema>>(pathOf`/v1/customers/${customerId}`)
  const order = useRead<Order>(pathOf`/v1/customers/${customerId}/orders/${orderId}`)
  return (
    <Page
      title={say('title', { order: orderId })}
      crumbs={[
        { text: sayPage('customers'), to: '/customers' },
        { text: customer.data?.companyProfile?.companyName ?? '…', to: pathOf`/customers/${customerId}` },
        { text: say('order'), to: pathOf`/customers/${customerId}/orders/${orderId}` },
      ]}
    >
      <Loaded read={order}>{(found) => <Chosen where={where} order={found} />}</Loaded>
    </Page>
  )
}

function Chosen({ where, order }: { readonly where: Where; readonly order: Order }) {
  const say = useOrderWords()
  const { cycle } = useRhythmText()
  const isMonthly = order.billingCycle === 'monthly'
  const other: Cycle = isMonthly ? 'annual' : 'monthly'
  const [wanted, setWanted] = useState<Cycle>(other)
  // Here, for what decides is gone once it has been done.
  const save = useSave(where, order)
  const isKnown = isMonthly || order.billingCycle === 'annual'
  if (!isKnown) return <Empty text={say('fixed')} />
  return (
    <>
      <Section title={say('choose')}>
        <Text>{say('intro')}</Text>
        <Field label={say('frequency')}>
          <RadioGroup value={wanted} onChange={(_, { value }) => setWanted(value as Cycle)}>
            {(['monthly', 'annual'] as const).map((one) => (
              <Radio
                key={one}
                value={one}
                label={one === order.billingCycle ? say('current', { cycle: cycle(one) }) : cycle(one)}
              />
            ))}
          </RadioGroup>
        </Field>
      </Section>
      {wanted === order.billingCycle ? <Empty text={say('same')} /> : <Affected {...{ where, wanted, save }} />}
    </>
  )
}

interface AffectedProps {
  readonly where: Where
  readonly wanted: Cycle
  readonly save: ReturnType<typeof useSave>
}

/** Changes the order as it was shown. */
function useSave({ customerId, orderId }: Where, order: Order) {
  return useChange<Cycle>(
    (billingCycle) => ({
      method: 'PATCH',
      path: pathOf`/v1/customers/${customerId}/orders/${orderId}`,
      body: { billingCycle, attributes: { etag: order.attributes.etag } },
    }),
    [pathOf`/v1/customers/${customerId}`, '/v1/portal/'],
  )
}

function Affected({ where, wanted, save }: AffectedProps) {
  const say = useOrderWords()
  const refusal = useRefusal()
  const path = pathOf`/v1/customers/${where.customerId}/orders/${where.orderId}`
  const read = useRead<CycleChange>(`${path}/billing-cycle-change`, { query: { billingCycle: wanted } })
  if (read.error !== null && read.data === undefined) return <Problem fault={refusal(read.error) as Fault} />
  return (
    <Loaded read={read}>
      {(change) => (
        <>
          <AffectedSection where={where} change={change} />
          <ChargesSection change={change} />
          {change.affectedSubscriptions.length > 0 && <Decide {...{ where, wanted, save, change }} />}
          {change.affectedSubscriptions.length === 0 && <Empty text={say('none')} />}
        </>
      )}
    </Loaded>
  )
}

function AffectedSection({ where, change }: { readonly where: Where; readonly change: CycleChange }) {
  const say = useOrderWords()
  const sayPage = useSubscriptionWords()
  const { number, day } = useFormat()
  const { cycle } = useRhythmText()
  const { customerId } = where
  return (
    <Section title={say('affected')}>
      <Table
        label={say('affected')}
        rows={change.affectedSubscriptions}
        keyOf={({ subscriptionId }) => subscriptionId}
        empty={<Empty text={say('none')} />}
        columns={[
          {
            key: 'name',
            header: sayPage('name'),
            cell: ({ subscriptionId, friendlyName }) => (
              <AppLink to={pagePath({ customerId, subscriptionId })}>{friendlyName}</AppLink>
            ),
          },
          { key: 'licenses', header: sayPage('licenses'), align: 'end', cell: ({ quantity }) => number(quantity) },
          { key: 'from', header: say('from'), cell: ({ from }) => cycle(from as Rhythm['billingCycle']) },
          { key: 'to', header: say('to'), cell: ({ to }) => cycle(to as Rhythm['billingCycle']) },
          {
            key: 'until',
            header: say('termUntil'),
            cell: ({ commitmentEndDate }) => day(commitmentEndDate),
          },
        ]}
      />
    </Section>
  )
}

function ChargesSection({ change }: { readonly change: CycleChange }) {
  const say = useOrderWords()
  const sayCharge = useChargeWords()
  const { money, day } = useFormat()
  const typeOf = useChargeType()
  const [total] = change.totals
  const rows = change.affectedSubscriptions.flatMap(({ friendlyName, charges }, place) =>
    charges.map((charge, index) => ({ ...charge, friendlyName, key: `${place} ${index}` })),
  )
  if (total === undefined) return null
  const { currencyCode } = total
  return (
    <Section title={say('charges')}>
      <Table
        label={say('charges')}
        rows={rows}
        keyOf={({ key }) => key}
        empty={<Empty text={say('noCharges')} />}
        columns={[
          { key: 'name', header: say('subscription'), cell: ({ friendlyName }) => friendlyName },
          { key: 'type', header: sayCharge('charge'), cell: ({ chargeType, amount }) => typeOf(chargeType, amount) },
          {
            key: 'days',
            header: sayCharge('days'),
            cell: ({ chargeStartDate: from, chargeEndDate: to }) =>
              sayCharge('fromTo', { from: day(from), to: day(to) }),
          },
          {
            key: 'amount',
            header: sayCharge('amount'),
            align: 'end',
            cell: ({ amount }) => money(amount, currencyCode),
          },
          {
            key: 'why',
            header: sayCharge('explanation'),
            cell: ({ chargeType, amount, explanation, steps, ...charge }) => (
              <Why
                what={sayCharge('whyWhat', { type: typeOf(chargeType, amount), amount: money(amount, currencyCode) })}
                explanation={{
                  sentence: explanation,
                  steps,
                  cycle: {
                    cycleStart: charge.cycleStartDate,
                    cycleEnd: dayAfter(charge.cycleEndDate),
                    chargeStart: charge.chargeStartDate,
                    chargeEnd: dayAfter(charge.chargeEndDate),
                  },
                }}
              />
            ),
          },
        ]}
      />
      {change.totals.map((one) => (
        <Text key={one.currencyCode} weight="semibold">
          {say('total', { amount: money(one.amount, one.currencyCode) })}
        </Text>
      ))}
    </Section>
  )
}

function Decide({ where, wanted, save, change }: AffectedProps & { readonly change: CycleChange }) {
  const styles = useStyles()
  const say = useOrderWords()
  const refusal = useRefusal()
  const notify = useNotify()
  const may = useMay()
  const navigate = useNavigate()
  const { money } = useFormat()
  const { cycle } = useRhythmText()
  const [isOpen, setOpen] = useState(false)
  const { customerId, orderId } = where
  const onSuccess = () => {
    notify(say('done', { order: orderId, cycle: cycle(wanted) }))
    void navigate({ to: pathOf`/customers/${customerId}/orders/${orderId}` })
  }
  const count = change.affectedSubscriptions.length
  const amounts = change.totals.map(({ amount, currencyCode }) => money(amount, currencyCode)).join(', ')
  if (!may('order.create')) return null
  return (
    <div className={styles.buttons}>
      <Button appearance="primary" onClick={() => setOpen(true)}>
        {say('action', { cycle: cycle(wanted) })}
      </Button>
      <Confirm
        open={isOpen}
        title={say('confirmTitle', { order: orderId })}
        action={say('action', { cycle: cycle(wanted) })}
        busy={save.isPending}
        fault={refusal(save.error)}
        onConfirm={() => save.mutate(wanted, { onSuccess })}
        onClose={() => setOpen(false)}
      >
        <Text>{say('confirmText', { count, amount: amounts })}</Text>
      </Confirm>
    </div>
  )
}
