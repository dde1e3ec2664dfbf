import type { Operation } from '../core/access/operation.js'
import { formatDay } from '../core/calendar/day.js'
import { isTaxClass, TAX_CLASSES, type TaxClass } from '../core/invoicing/tax-class.js'
import type { TaxExemption } from '../core/invoicing/tax-engine.js'
import { placeName } from '../core/invoicing/tax-territory.js'
import { findCountry } from '../core/ordering/countries.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  decideExemption,
  type ExemptionState,
  insertExemption,
  listExemptions,
  lockExemption,
  type StoredExemption,
  type SubmissionFilter,
} from '../store/tax-claims.js'
import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import { keepCertificate, type SentFile } from './tax-certificates.js'
import type { UseCase } from './use-case.js'

export type { ExemptionState, StoredExemption, SubmissionFilter }

/** An exemption as a partner asks for it. */
export interface AskedExemption extends Omit<TaxExemption, 'taxClasses'> {
  readonly taxClasses: readonly string[]
  readonly file: SentFile
}

export function showExemptions(
  { session }: Pick<UseCase, 'session'>,
  filter: SubmissionFilter<ExemptionState>,
): Promise<readonly StoredExemption[]> {
  return listExemptions(session, filter)
}

/** Submits a certificate of exemption. It frees from nothing before somebody of the provider approved it. */
export async function submitExemption(
  context: UseCase,
  account: Account,
  asked: AskedExemption,
): Promise<Outcome<StoredExemption>> {
  const problem = problemOf(asked)
  if (problem !== undefined) return refuse('malformed', problem)
  const { file, ...exemption } = asked
  const certificateId = await keepCertificate(context, account.partnerId, file)
  if (!certificateId.ok) return certificateId
  const submitted: StoredExemption = {
    ...exemption,
    taxClasses: exemption.taxClasses as readonly TaxClass[],
    ...{ partnerId: account.partnerId, exemptionId: context.newId(), certificateId: certificateId.value },
    ...{ state: 'submitted', submittedAt: context.now, submittedBy: context.actor.name },
    ...{ decidedAt: null, decidedBy: null, note: '' },
  }
  await insertExemption(context.session, submitted)
  await record(context, 'submit_tax_exemption', null, submitted)
  return accept(submitted)
}

function problemOf({ country, region, taxClasses, validFrom, validTo }: AskedExemption) {
  const known = findCountry(country)
  if (known === undefined) return { what: 'country', problem: `${country} is not known` }
  if (region !== '' && !Object.hasOwn(known.states, region)) {
    return { what: 'region', problem: `${region} is no state of ${country}` }
  }
  const odd = taxClasses.find((taxClass) => !isTaxClass(taxClass))
  if (odd !== undefined) {
    return { what: 'taxClasses', problem: `${odd} is none of ${Object.keys(TAX_CLASSES).join(', ')}` }
  }
  if (validTo !== undefined && validTo <= validFrom) return { what: 'validTo', problem: 'it must be after validFrom' }
  return undefined
}

/** Approves or rejects an exemption. It holds for invoices dated within its days that are not issued yet. */
export async function reviewExemption(
  context: UseCase,
  key: { readonly partnerId: string; readonly exemptionId: string },
  decision: { readonly state: 'approved' | 'rejected'; readonly note: string },
): Promise<Outcome<StoredExemption>> {
  const before = await lockExemption(context.session, key.partnerId, key.exemptionId)
  if (before === undefined) return refuse('not-found', { what: 'exemption', id: key.exemptionId })
  // What was approved can still be withdrawn, as when a certificate turns out to be forged.
  const isOpen = before.state === 'submitted' || (before.state === 'approved' && decision.state === 'rejected')
  if (!isOpen) return refuse('exemption-decided', { state: before.state })
  const { now: at, actor } = context
  await decideExemption(context.session, key, { ...decision, at, by: actor.name })
  const after: StoredExemption = { ...before, ...decision, decidedAt: at, decidedBy: actor.name }
  await record(context, 'review_tax_exemption', before, after)
  return accept(after)
}

function record(
  context: UseCase,
  operationType: Operation,
  before: StoredExemption | null,
  after: StoredExemption,
): Promise<void> {
  const shown = ({ exemptionId, certificate, validFrom, validTo, state, note, ...scope }: StoredExemption) => ({
    ...{
      exemptionId,
      place: placeName(scope),
      taxClasses: scope.taxClasses,
      components: scope.components,
      certificate,
    },
    ...{ validFrom: formatDay(validFrom), state, note },
    ...(validTo === undefined ? {} : { validTo: formatDay(validTo) }),
  })
  return recordChange(context, {
    ...{ partnerId: after.partnerId, customer: null, resourceType: 'tax_exemption', operationType },
    before: before === null ? null : shown(before),
    after: shown(after),
  })
}
