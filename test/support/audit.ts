// What the activity log says, for tests.
import type { ApiTest, As } from './api.js'

/** The operations recorded since, oldest first, each as `resource/operation`; of `action` where the words are undefined. */
export async function auditTypesOf(api: ApiTest, as: As = {}): Promise<string[]> {
  const { body } = await api.call('/v1/auditrecords', { ...as, roles: ['global-admin'] })
  return (body.items as Item[]).map(typeOf).reverse()
}

/** The newest record of the activity log. */
export async function lastAuditRecord(api: ApiTest, as: As = {}): Promise<Item> {
  const { body } = await api.call('/v1/auditrecords?size=1', { ...as, roles: ['global-admin'] })
  return body.items[0]
}

interface Item {
  readonly id: string
  readonly resourceType: string
  readonly operationType: string
  readonly customerId: string
  readonly resourceOldValue?: string
  readonly resourceNewValue: string
  readonly customizedData: readonly { readonly key: string; readonly value: string }[]
}

function typeOf({ resourceType, operationType, customizedData }: Item): string {
  const action = customizedData.find(({ key }) => key === 'action')?.value
  return `${resourceType}/${operationType === 'undefined' ? action : operationType}`
}
