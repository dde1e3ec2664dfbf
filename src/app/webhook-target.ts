import { BlockList, isIP } from 'node:net'
import { accept, type Outcome, refuse } from '../core/refusal.js'

/** Where webhooks may lead. Everything left out is the strict choice. */
export interface TargetRules {
  /** Whether plain http will do: for tests and closed networks. */
  readonly allowHttp?: boolean
  /** Whether addresses may be private: for tests, and for receivers in the operator's own network. */
  readonly allowPrivate?: boolean
  /** Ports that may be named; 443 and 8443. An empty list allows every port. */
  readonly ports?: readonly number[]
}

const DEFAULT_PORTS = [443, 8443]
const LONGEST_URL = 2_048
/** Names that never leave a machine or a network. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa)\.?$/

/** IPv4 that is not the public Internet: this host, private, shared, link-local, special, multicast, reserved. */
const CLOSED_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
]
/** Of IPv6 only global unicast is open, without those parts of it that carry IPv4 inside or are for documents. */
const OPEN_IPV6 = ['2000::/3']
const CLOSED_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const closed4 = blockList('ipv4', CLOSED_IPV4)
const open6 = blockList('ipv6', OPEN_IPV6)
const closed6 = blockList('ipv6', CLOSED_IPV6)

function blockList(family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net, prefix] = subnet.split('/')
    list.addSubnet(net!, Number(prefix), family)
  }
  return list
}

/** Whether an IP address belongs to the public Internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed4.check(address, 'ipv4')
  return family === 6 && open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6')
}

/** Whether a delivery may connect to an address. */
export function mayConnect(address: string, rules: TargetRules): boolean {
  return isIP(address) !== 0 && (rules.allowPrivate === true || isPublicAddress(address))
}

/**
 * Reads the URL of a webhook and refuses what can be refused by its text alone. What its name resolves to is looked at
 * when a delivery connects, every time.
 */
export function readTarget(text: string, rules: TargetRules): Outcome<URL> {
  const no = (problem: string) => refuse('webhook-url-refused', { problem })
  if (text.length > LONGEST_URL) return no(`it has more than ${LONGEST_URL} characters`)
  if (!URL.canParse(text)) return no('it is no URL')
  const url = new URL(text)
  const { protocol, hostname, username, password, port } = url
  if (protocol !== 'https:' && !(protocol === 'http:' && rules.allowHttp === true)) return no('it must be https')
  if (username !== '' || password !== '') return no('it must not hold a user or password')
  const ports = rules.ports ?? DEFAULT_PORTS
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  const usual = port === '' && protocol === 'http:'
  if (ports.length > 0 && !usual && !ports.includes(number)) return no(`its port must be one of ${ports.join(', ')}`)
  if (rules.allowPrivate === true) return accept(url)
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(address) !== 0) return isPublicAddress(address) ? accept(url) : no('its address is not public')
  if (LOCAL_NAME.test(hostname) || !hostname.includes('.')) return no('its host is a local name')
  return accept(url)
}
