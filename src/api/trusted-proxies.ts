import { BlockList, isIP } from 'node:net'
import { z } from 'zod'

/** Whose word is taken for where a request comes from: addresses and networks of proxies, or nobody's. */
export type TrustedProxies = readonly string[] | false

const NETWORK = /^([^/]+)\/(\d{1,3})$/
const RULE =
  'must be false, or the addresses of your proxies, such as 10.0.0.7,192.168.0.0/16; a proxy that is not known cannot be told from a client'

/** `false`, or addresses and networks; never whoever asks, and no number of proxies, which a client could imitate. */
export const trustedProxies = z
  .string()
  .default('false')
  .transform((text, context): TrustedProxies => {
    if (text === 'false') return false
    const proxies = text.split(/[\s,]+/).filter((item) => item !== '')
    if (proxies.length > 0 && proxies.every(isAddress)) return proxies
    context.addIssue({ code: 'custom', message: RULE })
    return z.NEVER
  })

function isAddress(text: string): boolean {
  if (isIP(text) !== 0) return true
  const [, address = '', bits] = NETWORK.exec(text) ?? []
  const kind = isIP(address)
  if (kind === 0 || Number(bits) === 0) return false
  try {
    new BlockList().addSubnet(address, Number(bits), kind === 6 ? 'ipv6' : 'ipv4')
    return true
  } catch {
    return false
  }
}
