/** A request for a credit while it is being written. */
export interface CreditDraft {
  readonly requestType: 'accidental_purchase' | 'duplicate_order' | 'sla_outage'
  readonly customerId: string
  /** Where addresses of the customer must be. */
  readonly customerDomain: string
  readonly subscriptionId: string
  readonly duplicateSubscriptionId: string
  readonly description: string
  readonly incidentId: string
  /** As a field for day and time gives it, in UTC. */
  readonly startedAt: string
  readonly endedAt: string
  readonly affectedUsers: string
  readonly locations: string
  readonly attempts: string
  readonly customerEmail: string
}

export const NEW_DRAFT: CreditDraft = {
  requestType: 'accidental_purchase',
  ...{
    customerId: '',
    customerDomain: '',
    subscriptionId: '',
    duplicateSubscriptionId: '',
    description: '',
    incidentId: '',
  },
  ...{ startedAt: '', endedAt: '', affectedUsers: '', locations: '', attempts: '', customerEmail: '' },
}

const ALWAYS = ['customerId', 'subscriptionId', 'description'] as const
const OF_OUTAGE = [
  'incidentId',
  'startedAt',
  'endedAt',
  'affectedUsers',
  'locations',
  'attempts',
  'customerEmail',
] as const

const NEEDED = {
  accidental_purchase: ALWAYS,
  duplicate_order: [...ALWAYS, 'duplicateSubscriptionId'],
  sla_outage: [...ALWAYS, ...OF_OUTAGE],
} as const satisfies Record<CreditDraft['requestType'], readonly (keyof CreditDraft)[]>

/** Whether everything is filled in that a request of its kind needs. */
export function isComplete(draft: CreditDraft): boolean {
  const needed: readonly (keyof CreditDraft)[] = NEEDED[draft.requestType]
  return needed.every((name) => draft[name].trim() !== '')
}

/** What is sent: the fields of the kind that was chosen and no others, also where something was typed into them before. */
export function draftBody(draft: CreditDraft): Readonly<Record<string, unknown>> {
  const needed: readonly (keyof CreditDraft)[] = NEEDED[draft.requestType]
  const body: Record<string, unknown> = { requestType: draft.requestType }
  for (const name of needed) body[name] = draft[name]
  if (draft.requestType !== 'sla_outage') return body
  const instant = (value: string) => `${value.length === 16 ? `${value}:00` : value}Z`
  return {
    ...body,
    startedAt: instant(draft.startedAt),
    endedAt: instant(draft.endedAt),
    affectedUsers: Number(draft.affectedUsers),
  }
}
