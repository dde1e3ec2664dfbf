import type { TargetRules } from './webhook-target.js'

/**
 * Where webhooks may lead, as the environment says: `PRORATA_WEBHOOK_HTTP` and `PRORATA_WEBHOOK_PRIVATE` (`true` or
 * `false`), and `PRORATA_WEBHOOK_PORTS` (numbers, or `any`). Throws a sentence that names the variable where one is wrong.
 */
export function readWebhookTargets(variables: Readonly<Record<string, string | undefined>>): TargetRules {
  const ports = portsOf(variables['PRORATA_WEBHOOK_PORTS'])
  return {
    allowHttp: flagOf(variables, 'PRORATA_WEBHOOK_HTTP'),
    allowPrivate: flagOf(variables, 'PRORATA_WEBHOOK_PRIVATE'),
    ...(ports === undefined ? {} : { ports }),
  }
}

function flagOf(variables: Readonly<Record<string, string | undefined>>, name: string): boolean {
  const text = variables[name] ?? ''
  if (text !== '' && text !== 'true' && text !== 'false') throw new RangeError(`${name} must be true or false`)
  return text === 'true'
}

function portsOf(text: string | undefined): readonly number[] | undefined {
  if (text === undefined || text === '') return undefined
  if (text === 'any') return []
  const ports = text.split(/[\s,]+/).map(Number)
  if (ports.every((port) => Number.isInteger(port) && port >= 1 && port <= 65_535)) return ports
  throw new RangeError('PRORATA_WEBHOOK_PORTS must be port numbers, such as 443,8443, or any')
}
