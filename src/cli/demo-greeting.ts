import type { ApiSettings, RunningApi } from '../api/main.js'
import type { DemoAccess, DemoEntrance } from '../app/demo-shop.js'
import { formatDay, type Instant } from '../core/calendar/day.js'
import { dayOfInstant, parseInstant } from '../core/calendar/instant.js'
import { addMonths } from '../core/calendar/months.js'
import { planTour, type Tour, tokenForm, tokenOf } from './demo-tour.js'
import { printable } from './output.js'

/** Prints how to use a demo that is being served: its sign-ins, tokens, and commands to begin with. */
export async function greet(
  api: RunningApi,
  access: DemoAccess,
  { publicUrl, passwordGrant }: Greeting,
): Promise<void> {
  console.log(accountsText(access, passwordGrant))
  const seller = access.accounts.find(({ kind }) => kind === 'direct-bill')!
  const program = tokenForm(access, seller.program!)
  const token = await tokenOf(api, program)
  const tour = token === undefined ? undefined : await planTour(api, token.access_token)
  const lines = [
    'Paste this into a shell. The tokens hold until ' +
      `${timeOf(token?.expires_in)}; the commands in it get new ones.`,
    '',
    `API=${publicUrl}`,
    `# ${seller.name}: the program of the partner`,
    `TOKEN=${token?.access_token ?? ''}`,
    `TOKEN=${tokenCommand(program)}`,
  ]
  if (passwordGrant) lines.push(...(await personLines(api, access, seller)))
  if (tour !== undefined) lines.push('', ...tourLines(tour))
  console.log(`${lines.join('\n')}\n`)
}

export interface Greeting extends Pick<ApiSettings, 'publicUrl'> {
  /** Whether people may get tokens by their password, without a browser. */
  readonly passwordGrant: boolean
}

const KINDS: Readonly<Record<DemoEntrance['kind'], string>> = {
  'direct-bill': 'direct partner',
  'indirect-provider': 'indirect provider',
  'indirect-reseller': 'indirect reseller',
  provider: 'who sells to the partners',
}

function accountsText({ accounts, password, deskId }: DemoAccess, passwordGrant: boolean): string {
  const blocks = accounts.map(({ name, kind, people, program }) => {
    const who = people.map(({ signInName, role }) => `${signInName} (${role})`).join(', ')
    const lines = [`${printable(name)}, ${KINDS[kind]}`, `  people   ${who}`]
    if (program !== undefined) lines.push(`  program  ${program.applicationId}  secret ${program.secret}`)
    return lines.join('\n')
  })
  const desk = passwordGrant ? ` They sign in with the program ${deskId}, which has no secret.` : ''
  return `${blocks.join('\n')}\n\nAll people have the password ${password}${desk === '' ? '' : `.${desk}`}\n`
}

async function personLines(api: RunningApi, access: DemoAccess, seller: DemoEntrance): Promise<string[]> {
  const staff = access.accounts.find(({ kind }) => kind === 'provider')!
  const chosen = [
    { variable: 'ADMIN', of: seller },
    { variable: 'OPERATOR', of: staff },
  ]
  const lines: string[] = []
  for (const { variable, of } of chosen) {
    const { signInName, role } = of.people[0]!
    const form = tokenForm(access, signInName)
    const token = await tokenOf(api, form)
    lines.push(
      `# ${signInName}, ${role}`,
      `${variable}=${token?.access_token ?? ''}`,
      `${variable}=${tokenCommand(form)}`,
    )
  }
  return lines
}

/** Node reads the answer, since it is there in any case. */
function picking(field: string): string {
  return `node -p 'JSON.parse(require("fs").readFileSync(0)).${field}'`
}

function tokenCommand(form: Readonly<Record<string, string>>): string {
  const fields = Object.entries(form).map(([name, value]) => `-d ${name}=${value}`)
  return `$(curl -s $API/common/oauth2/v2.0/token ${fields.join(' ')} | ${picking('access_token')})`
}

function tourLines({ clockAt, customer, subscription, items }: Tour): string[] {
  const call = (path: string, body?: object) => {
    const sent = body === undefined ? '' : ` -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`
    return `curl -s -H "Authorization: Bearer $TOKEN" "$API/v1${path}"${sent}`
  }
  const of = `/customers/${customer.id}`
  const name = printable(customer.name)
  return [
    '# Customers; the subscriptions of one of them',
    call('/customers?size=5'),
    call(`${of}/subscriptions`),
    `# What ${name} would pay for ${subscription.quantity + 2} of "${printable(subscription.name)}" instead of ${subscription.quantity}`,
    call(`${of}/subscriptions/${subscription.id}/preview`, { quantity: subscription.quantity + 2 }),
    `# A cart for ${name}, what it would cost, and buying it`,
    `CART=$(${call(`${of}/carts`, { lineItems: items })} | ${picking('id')})`,
    call(`${of}/carts/$CART/review`),
    `${call(`${of}/carts/$CART/checkout`)} -X POST`,
    '# A month later: what falls due on the way is renewed, charged and invoiced',
    call('/sandbox/clock', { advanceTo: monthAfter(clockAt) }),
  ]
}

function monthAfter(clockAt: string): string {
  const instant = parseInstant(clockAt) as Instant
  return `${formatDay(addMonths(dayOfInstant(instant), 1, 'clamp'))}${clockAt.slice(10)}`
}

function timeOf(seconds: number | undefined): string {
  return new Date(Date.now() + (seconds ?? 0) * 1_000).toTimeString().slice(0, 8)
}
