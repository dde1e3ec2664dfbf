const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** COPY takes no parameters, so ids are written into it: only ever whole UUIDs. */
export function partnerScope(partnerIds: readonly string[]): string {
  for (const id of partnerIds) if (!UUID.test(id)) throw new RangeError(`${JSON.stringify(id)} is no id`)
  return partnerIds.length === 0 ? 'false' : `partner_id in (${partnerIds.map((id) => `'${id}'`).join(', ')})`
}
