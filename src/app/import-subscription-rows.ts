import { BILLING_CYCLES } from '../core/catalog/billing-cycle.js'
import { MAXIMUM_QUANTITY } from '../core/scenario/parse-scenario.js'
import {
  currency,
  dayOrInstant,
  nullable,
  oneOf,
  optional,
  type ParsedRow,
  rowParser,
  term,
  text,
  truth,
  uuid,
  type ValuesOf,
  whole,
} from './import-fields.js'

const SUBSCRIPTION_EVENTS = [
  'purchase',
  'purchaseAddon',
  'changeQuantity',
  'suspend',
  'reactivate',
  'cancel',
  'convert',
  'changeBillingCycle',
  'setAutoRenew',
  'scheduleChange',
] as const

const schema = {
  partner_id: uuid,
  subscription_id: uuid,
  customer_id: nullable(uuid),
  order_id: nullable(text(60)),
  friendly_name: optional(text(200), null),
  parent_subscription_id: optional(uuid, null),
  source_subscription_id: optional(uuid, null),
  at: dayOrInstant,
  event: oneOf(SUBSCRIPTION_EVENTS),
  quantity: nullable(whole(1, MAXIMUM_QUANTITY)),
  product_id: nullable(text(60)),
  sku_id: nullable(text(60)),
  term: nullable(term),
  billing_cycle: nullable(oneOf(BILLING_CYCLES)),
  currency: nullable(currency),
  at_renewal: optional(truth, null),
  auto_renew: optional(truth, null),
  new_subscription_id: optional(uuid, null),
}

/** One event of a subscription as a file writes it. */
export type SubscriptionRow = ValuesOf<typeof schema>

type Column = keyof SubscriptionRow

const parser = rowParser(schema)

export const SUBSCRIPTION_COLUMN_LIST = parser.columns

/** What identifies a row whose cells may not all be readable. */
export interface RowIdentity {
  readonly partnerId: string
  readonly subscriptionId: string
  readonly parentSubscriptionId: string
  readonly event: string
}

const PLACE = Object.fromEntries(parser.columns.names.map((name, index) => [name, index])) as Record<Column, number>

export function identityOf(cells: readonly string[]): RowIdentity {
  return {
    partnerId: cells[PLACE.partner_id]!.toLowerCase(),
    subscriptionId: cells[PLACE.subscription_id]!.toLowerCase(),
    parentSubscriptionId: cells[PLACE.parent_subscription_id]!.toLowerCase(),
    event: cells[PLACE.event]!,
  }
}

type Need = 'needed' | 'allowed'

const OFFER = { product_id: 'allowed', sku_id: 'allowed', term: 'allowed', billing_cycle: 'allowed' } as const

/** Which columns mean something for an event, besides those that say which subscription it is. */
const USES: Readonly<Record<SubscriptionRow['event'], Readonly<Partial<Record<Column, Need>>>>> = {
  purchase: {
    customer_id: 'needed',
    order_id: 'needed',
    quantity: 'needed',
    product_id: 'needed',
    sku_id: 'needed',
    term: 'needed',
    billing_cycle: 'needed',
    currency: 'allowed',
    auto_renew: 'allowed',
  },
  purchaseAddon: {
    ...OFFER,
    parent_subscription_id: 'needed',
    quantity: 'needed',
    product_id: 'needed',
    sku_id: 'needed',
    currency: 'allowed',
  },
  changeQuantity: { quantity: 'needed', at_renewal: 'allowed' },
  suspend: {},
  reactivate: {},
  cancel: { at_renewal: 'allowed' },
  convert: { ...OFFER, quantity: 'allowed', currency: 'allowed', new_subscription_id: 'allowed' },
  changeBillingCycle: { term: 'allowed', billing_cycle: 'needed' },
  setAutoRenew: { auto_renew: 'needed' },
  scheduleChange: { ...OFFER, quantity: 'allowed' },
}

/** Columns that must be empty where an event has no use for them; the others say whose event it is. */
const ACTION_COLUMNS = [
  'quantity',
  'product_id',
  'sku_id',
  'term',
  'billing_cycle',
  'currency',
  'at_renewal',
  'auto_renew',
  'new_subscription_id',
] as const satisfies readonly Column[]

const NEEDED: Readonly<Record<string, readonly Column[]>> = Object.fromEntries(
  Object.entries(USES).map(([event, uses]) => [
    event,
    (Object.keys(uses) as Column[]).filter((column) => uses[column] === 'needed'),
  ]),
)

const MEANINGLESS: Readonly<Record<string, readonly Column[]>> = Object.fromEntries(
  Object.entries(USES).map(([event, uses]) => [
    event,
    ACTION_COLUMNS.filter((column) => (uses as Partial<Record<Column, Need>>)[column] === undefined),
  ]),
)

/** Reads a row and sees to it that the columns its event needs are filled and those it has no use for are not. */
export function parseSubscriptionRow(cells: readonly string[]): ParsedRow<SubscriptionRow> {
  const read = parser.parse(cells)
  if (!read.ok) return read
  const row = read.value
  for (const column of NEEDED[row.event]!) {
    if (row[column] === null && !(column === 'term' && row.billing_cycle === 'one-time')) {
      return { ok: false, reason: `${column}: is missing; ${row.event} needs it` }
    }
  }
  for (const column of MEANINGLESS[row.event]!) {
    if (row[column] !== null) return { ok: false, reason: `${column}: means nothing for ${row.event}; leave it empty` }
  }
  return read
}
