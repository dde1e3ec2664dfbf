const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** COPY takes no parameters, so ids are written into it: only ever whole UUIDs. */
export function partnerScope(partnerIds: readonly string[]): string {
  return partnerIds.length === 0 ? 'false' : `partner_id in (${partnerIds.map((id) => `'${idText(id)}'`).join(', ')})`
}

/** An id as it may be written into a COPY. */
export function idText(id: string): string {
  if (!UUID.test(id)) throw new RangeError(`${JSON.stringify(id)} is no id`)
  return id
}
