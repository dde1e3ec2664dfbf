import { isUtf8 } from 'node:buffer'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { formatTerm, parseTerm } from '../core/calendar/term.js'
import { BILLING_CYCLES } from '../core/catalog/billing-cycle.js'
import { CHARGE_TYPES, type ChargeType } from '../core/catalog/charge-type.js'
import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import { findProfile } from '../core/catalog/profiles.js'
import { PRORATION_POLICIES } from '../core/proration/policies.js'
import type { PolicyId } from '../core/proration/policy.js'
import type { Session } from '../store/database.js'
import { insertProfile, loadAddedProfiles } from '../store/skus.js'
import type { ImportRefusal, RowCounts } from './import-refusals.js'

/** Profiles are written by hand: a file larger than this is something else. */
const MAXIMUM_SIZE = 4 * 1_048_576

const billingCycle = z.enum(BILLING_CYCLES)
const policy = z.enum(Object.keys(PRORATION_POLICIES) as [PolicyId, ...PolicyId[]])
const chargeType = z.enum(Object.keys(CHARGE_TYPES) as [ChargeType, ...ChargeType[]])
const monthEnd = z.enum(['clamp', 'from-month-end'])
const days = z.int().min(0).max(3_660)
const term = z.string().refine((text) => {
  const parsed = parseTerm(text)
  return parsed !== undefined && formatTerm(parsed) === text
}, 'must be a length in its shortest form, such as P1M or P1Y')

const timeWindow = z.strictObject({
  unit: z.enum(['hour', 'day']),
  length: z.int().min(0).max(87_840),
  inclusive: z.boolean(),
})

function eachBillingCycle<T extends z.ZodType>(value: T) {
  return z.strictObject({ monthly: value, annual: value, upfront: value, 'one-time': value })
}

const profileSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and single dashes')
    .max(60),
  invoiceType: z.enum(['recurring', 'one-time']),
  reconFile: z.enum(['license-based', 'one-time', 'usage-based']),
  hasFee: z.boolean().default(true),
  usage: z
    .strictObject({ rating: z.enum(['overage', 'plan']), chargeType, chargeTypeWhenEnded: chargeType })
    .nullable()
    .default(null),
  sales: z
    .array(z.strictObject({ term, billingCycles: z.array(billingCycle).min(1) }))
    .max(100)
    .nullable(),
  proration: eachBillingCycle(policy),
  quantityChange: z.enum(['settle', 'rebill']),
  quantityReduction: z.enum(['any-time', 'in-window']),
  lineDates: z.enum(['charged-days', 'whole-cycle']),
  linePrice: z.enum(['prorated', 'list']),
  chargeTypes: z.strictObject({
    purchase: eachBillingCycle(chargeType),
    purchaseAligned: chargeType,
    cycle: chargeType,
    renew: chargeType,
    settlement: chargeType,
    increase: chargeType,
    decrease: chargeType,
    cancel: chargeType,
    cancelUnsettled: chargeType,
    reactivate: chargeType,
    convertAway: chargeType,
    convertTo: chargeType,
    billingCycleAway: chargeType,
    billingCycleTo: chargeType,
  }),
  monthEnd: z.strictObject({ cycles: monthEnd, terms: monthEnd }),
  cancellation: z.strictObject({
    windowFrom: z.enum(['purchase', 'purchase-or-renewal']),
    rules: z
      .array(
        z.strictObject({
          fromTermMonths: z.int().min(0).max(120),
          full: timeWindow,
          prorated: z.union([timeWindow, z.enum(['always', 'never'])]),
          afterwards: z.enum(['refuse', 'schedule']),
        }),
      )
      .min(1)
      .max(100)
      .refine((rules) => rules[0]?.fromTermMonths === 0, 'the first rule must have fromTermMonths 0'),
  }),
  suspension: z.strictObject({
    credits: z.boolean(),
    stopsBilling: z.boolean(),
    switchesAutoRenewOff: z.boolean(),
    reactivationDays: days,
    maximumReactivationDays: days,
  }),
  autoRenew: z.enum(['always', 'switchable']),
  trial: z.strictObject({ showsLine: z.boolean(), becomesPaid: z.boolean() }),
  addOns: z.enum(['aligned', 'own-term']),
  billingCycleChange: z.enum(['restart-term', 'next-cycle']),
}) satisfies z.ZodType<CommerceProfile>

/** Imports commerce profiles: one JSON document, a profile or a list of them. They count from 1 in place of lines. */
export async function importProfiles(
  session: Session,
  source: AsyncIterable<Uint8Array>,
  refuse: (refusal: ImportRefusal) => void,
): Promise<RowCounts> {
  const counts = { imported: 0, unchanged: 0, refused: 0 }
  const reject = (line: number, key: string, code: ImportRefusal['code'], reason: string) => {
    refuse({ kind: 'profiles', line, key, code, reason })
    counts.refused += 1
  }
  const document = await readDocument(source)
  if (!document.ok) {
    reject(1, '', document.code, document.reason)
    return counts
  }
  const stored = new Map(await loadAddedProfiles(session))
  for (const [index, value] of document.entries.entries()) {
    const line = index + 1
    const parsed = profileSchema.safeParse(value)
    const key = idOf(value)
    if (!parsed.success) {
      reject(line, key, 'malformed', problemsOf(parsed.error))
      continue
    }
    const profile = parsed.data
    const before = stored.get(profile.id)
    if (findProfile(profile.id) !== undefined) {
      reject(line, key, 'built-in-profile', `${profile.id} is built in and cannot be redefined: choose another id`)
    } else if (before === undefined) {
      await insertProfile(session, profile)
      stored.set(profile.id, profile)
      counts.imported += 1
    } else if (isDeepStrictEqual(before, profile)) counts.unchanged += 1
    else reject(line, key, 'already-exists', `the profile ${profile.id} exists already and differs`)
  }
  return counts
}

type Document =
  | { readonly ok: true; readonly entries: readonly unknown[] }
  | { readonly ok: false; readonly code: ImportRefusal['code']; readonly reason: string }

async function readDocument(source: AsyncIterable<Uint8Array>): Promise<Document> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > MAXIMUM_SIZE) return unreadable(`the file is larger than ${MAXIMUM_SIZE} bytes`)
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  if (!isUtf8(bytes)) return { ok: false, code: 'not-utf8', reason: 'the file is not UTF-8' }
  try {
    const value = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')) as unknown
    return { ok: true, entries: Array.isArray(value) ? value : [value] }
  } catch (error) {
    return unreadable(`the file is no valid JSON: ${(error as Error).message}`)
  }
}

function unreadable(reason: string): Document {
  return { ok: false, code: 'unreadable', reason }
}

function idOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : ''
  return typeof id === 'string' ? id.slice(0, 60) : ''
}

function problemsOf(error: z.ZodError): string {
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'the profile'}: ${message}`)
  return problems.slice(0, 5).join('; ')
}
