import { isIP } from 'node:net'

/** Groups of an IPv6 address that name a network: whoever has one usually has all addresses in it. */
const NETWORK_GROUPS = 4

/** By what clients are counted: an IPv4 address, or the network of an IPv6 one (its first 64 bits). */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '')
  if (isIP(plain) !== 6) return plain
  // URLs write an address in one way only, whatever it was.
  const [head = '', tail] = new URL(`http://[${plain}]/`).hostname.slice(1, -1).split('::')
  const groupsOf = (text: string | undefined) => (text === undefined || text === '' ? [] : text.split(':'))
  const [first, last] = [groupsOf(head), groupsOf(tail)]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  const groups = [...first, ...zeros, ...last]
  const mapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
  return mapped ? ipv4Of(groups) : `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`
}

/** The IPv4 address an IPv6 one stands for. */
function ipv4Of(groups: readonly string[]): string {
  const bytes = groups.slice(6).flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
  return bytes.join('.')
}
