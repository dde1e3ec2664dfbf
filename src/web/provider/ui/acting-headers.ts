/** By which the provider's staff says for which partner it asks. */
export function actingHeaders(partnerId: string): Readonly<Record<string, string>> {
  return { 'prorata-partner': partnerId }
}
