import { formatInstant } from '../core/calendar/instant.js'
import { type Qualification, segmentsOf } from '../core/ordering/qualification.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type GrantedQualification, updateQualifications } from '../store/customer-profiles.js'
import { listValidationCodes as listCodes, takeValidationCode, type ValidationCode } from '../store/validation-codes.js'
import { recordChange } from './audit.js'
import { type CustomerRecord, loadCustomerRecord } from './load-customer.js'
import type { UseCase } from './use-case.js'

export type { GrantedQualification, ValidationCode }

/** What a customer is to be found to be, and on what grounds. */
export interface QualificationRequest {
  readonly qualification: Qualification
  readonly educationSegment?: string | undefined
  readonly website?: string | undefined
  /** Of the partner, for governments. */
  readonly validationCode?: string | undefined
}

/** Adds a qualification to those a customer has, or gives grounds anew for one it has. */
export async function addQualification(
  context: UseCase,
  customerId: string,
  wanted: QualificationRequest,
): Promise<Outcome<CustomerRecord>> {
  const loaded = await loadCustomerRecord(context, customerId, 'lock')
  if (!loaded.ok) return loaded
  const others = loaded.value.qualifications.filter(({ qualification }) => qualification !== wanted.qualification)
  return qualify(context, loaded.value, others, wanted)
}

/** Makes one qualification the only one of a customer; `undefined` leaves it none. */
export async function replaceQualifications(
  context: UseCase,
  customerId: string,
  wanted: QualificationRequest | undefined,
): Promise<Outcome<CustomerRecord>> {
  const loaded = await loadCustomerRecord(context, customerId, 'lock')
  return loaded.ok ? qualify(context, loaded.value, [], wanted) : loaded
}

async function qualify(
  context: UseCase,
  customer: CustomerRecord,
  kept: readonly GrantedQualification[],
  wanted: QualificationRequest | undefined,
): Promise<Outcome<CustomerRecord>> {
  const granted = wanted === undefined ? [] : [{ ...wanted, grantedAt: formatInstant(context.now) }]
  const qualifications = [...kept, ...granted]
  const segments = segmentsOf(qualifications.map(({ qualification }) => qualification))
  if (!segments.ok) return segments
  const allowed = await takeCode(context, customer, wanted)
  if (!allowed.ok) return allowed
  await updateQualifications(context.session, customer, qualifications, segments.value)
  await recordChange(context, {
    partnerId: customer.partnerId,
    customer,
    resourceType: 'customer',
    operationType: 'update_customer_qualification',
    before: { qualifications: customer.qualifications },
    after: { qualifications },
  })
  return accept({ ...customer, qualifications, segments: segments.value })
}

/** Governments need one of the codes the provider gave the partner; each is good for so many customers. */
async function takeCode(
  { session }: UseCase,
  customer: CustomerRecord,
  wanted: QualificationRequest | undefined,
): Promise<Outcome<undefined>> {
  if (wanted?.qualification !== 'government_community_cloud') return accept(undefined)
  const had = customer.qualifications.some(({ qualification }) => qualification === 'government_community_cloud')
  if (had) return accept(undefined)
  const { validationCode } = wanted
  const taken = validationCode !== undefined && (await takeValidationCode(session, customer.partnerId, validationCode))
  return taken ? accept(undefined) : refuse('validation-code-invalid')
}

/** The codes with which the partner may qualify customers as governments. */
export function listValidationCodes({ session, scope }: UseCase): Promise<ValidationCode[]> {
  return listCodes(session, scope.accountId)
}
