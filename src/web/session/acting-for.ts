const KEY = 'prorata.partner'

/** The partner the provider's staff acts for in this tab; `undefined` for the provider itself, and for partners. */
export function actingFor(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined
}

export function actFor(partnerId: string | undefined): void {
  if (partnerId === undefined) sessionStorage.removeItem(KEY)
  else sessionStorage.setItem(KEY, partnerId)
}
