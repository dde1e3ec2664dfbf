import type { RunningApi } from '../api/main.js'
import type { DemoAccess, DemoEntrance } from '../app/demo-shop.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant, parseInstant } from '../core/calendar/instant.js'
import { addMonths } from '../core/calendar/months.js'
import { type GrantedToken, planTour, type TokenForm, type Tour, tokenForm, tokenOf } from './demo-tour.js'
import { printable } from './output.js'

/** What there is to tell besides the sign-ins. */
export interface Greeting {
  /** Address of the API for its clients. */
  readonly publicUrl: string
  /** Whether people may get tokens by their password, without a browser. */
  readonly passwordGrant: boolean
}

/** Prints how to use a demo that is being served: its sign-ins, tokens, and commands to begin with. */
export async function greet(api: RunningApi, access: DemoAccess, greeting: Greeting): Promise<void> {
  const tokens: Token[] = []
  for (const { form, ...token } of formsOf(access, greeting)) {
    tokens.push({ ...token, form, granted: await tokenOf(api, form) })
  }
  const seller = tokens[0]?.granted
  const tour = seller === undefined ? undefined : await planTour(api, seller.access_token)
  const blocks = [
    portalLines(access, greeting),
    signInLines(access, greeting),
    tokenLines(tokens, greeting),
    ...(tour === undefined ? [] : [tourLines(tour, greeting)]),
  ]
  console.log(`${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`)
}

/** A token to be shown, under the name of a shell variable. */
interface Token {
  readonly variable: string
  /** Who acts by it. */
  readonly who: string
  readonly form: TokenForm
  /** `undefined` where the sign-in was changed or removed since. */
  readonly granted: GrantedToken | undefined
}

/** The program of the first direct partner, somebody who administers that partner, and somebody of the provider. */
function formsOf(access: DemoAccess, { passwordGrant }: Greeting): Omit<Token, 'granted'>[] {
  const seller = access.accounts.find(({ kind }) => kind === 'direct-bill')!
  const program = {
    variable: 'TOKEN',
    who: `the program of ${printable(seller.name)}`,
    form: tokenForm(access, seller.program!),
  }
  if (!passwordGrant) return [program]
  const provider = access.accounts.find(({ kind }) => kind === 'provider')!
  const people = [
    { variable: 'ADMIN', signInName: seller.people[0]!.signInName },
    { variable: 'OPERATOR', signInName: provider.people[0]!.signInName },
  ]
  return [
    program,
    ...people.map(({ variable, signInName }) => ({
      variable,
      who: signInName,
      form: tokenForm(access, signInName),
    })),
  ]
}

const KINDS: Readonly<Record<DemoEntrance['kind'], string>> = {
  'direct-bill': 'direct partner',
  'indirect-provider': 'indirect provider',
  'indirect-reseller': 'indirect reseller',
  provider: 'sells to the partners',
}

/** Where people begin. */
function portalLines({ accounts, password }: DemoAccess, { publicUrl }: Greeting): string[] {
  const partner = accounts.find(({ kind }) => kind === 'direct-bill')!
  const provider = accounts.find(({ kind }) => kind === 'provider')!
  const entrances = [partner, provider].map(
    ({ name, people }) => `  ${people[0]!.signInName.padEnd(27)} of ${printable(name)}`,
  )
  return [`The portal: ${publicUrl}/portal/ - sign in with the password ${password} as`, ...entrances]
}

function signInLines({ accounts, password, deskId }: DemoAccess, { passwordGrant }: Greeting): string[] {
  const lines = accounts.flatMap(({ name, kind, people, program }) => [
    `  ${printable(name)} (${KINDS[kind]})`,
    ...people.map(({ signInName, role }) => `    ${signInName.padEnd(27)} ${role}`),
    ...(program === undefined ? [] : [`    program ${program.applicationId}, secret ${program.secret}`]),
  ])
  const way = passwordGrant ? `, by the program ${deskId}, which has no secret` : ''
  return [`Who may sign in: people with the password ${password}${way}; programs with their secrets.`, '', ...lines]
}

function tokenLines(tokens: readonly Token[], { publicUrl }: Greeting): string[] {
  const said = tokens.map(({ variable, who, granted }) => {
    const until = granted === undefined ? 'can no longer sign in as the demo made it' : timeAfter(granted.expires_in)
    return `  ${variable.padEnd(9)} ${who}, ${until}`
  })
  const shown = tokens.flatMap(({ variable, granted }) =>
    granted === undefined ? [] : [`  ${variable}=${granted.access_token}`],
  )
  const renewed = tokens.map(({ variable, form }) => `  ${variable}=${tokenCommand(form)}`)
  return [
    'Tokens, to be pasted into a shell:',
    ...said,
    '',
    `  API=${publicUrl}`,
    ...shown,
    '',
    'New ones, once they have expired:',
    '',
    ...renewed,
  ]
}

function timeAfter(seconds: number): string {
  const text = new Date(Date.now() + seconds * 1_000).toISOString()
  return `until ${text.slice(11, 16)} UTC`
}

/** Node reads the answer, since it is there in any case. */
function picking(field: string): string {
  return `node -p 'JSON.parse(require("fs").readFileSync(0)).${field}'`
}

function tokenCommand(form: TokenForm): string {
  const fields = Object.entries(form).map(([name, value]) => `-d ${name}=${value}`)
  return `$(curl -s "$API/common/oauth2/v2.0/token" ${fields.join(' ')} | ${picking('access_token')})`
}

function tourLines({ clockAt, target, customer, subscription, items, invoice }: Tour, greeting: Greeting): string[] {
  const call = (path: string, body?: object, who = 'TOKEN') => {
    const sent = body === undefined ? '' : ` -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`
    return `curl -s --oauth2-bearer "$${who}" "$API/v1${path}"${sent}`
  }
  // Documents are for people.
  const money = [
    `Its newest invoices, what it owes, and ${invoice} as PDF and as a sheet:`,
    `  ${call('/invoices?size=3', undefined, 'ADMIN')}`,
    `  ${call('/account/balance', undefined, 'ADMIN')}`,
    `  ${call(`/invoices/${invoice}/documents/statement`, undefined, 'ADMIN')} -o ${invoice}.pdf`,
    `  ${call(`/invoices/${invoice}/files/xlsx`, undefined, 'ADMIN')} -o ${invoice}.xlsx`,
  ]
  const of = '/customers/$CUSTOMER'
  const one = `${of}/subscriptions/${subscription.id}`
  const wanted = subscription.quantity + 2
  const name = printable(customer.name)
  return [
    `A partner at work. Each account is a sandbox; the clock of this one stands at ${clockAt} until you advance it.`,
    '',
    `Customers, and what ${name} has:`,
    `  CUSTOMER=${customer.id}`,
    `  ${call('/customers?size=5')}`,
    `  ${call(`${of}/subscriptions`)}`,
    ...(greeting.passwordGrant ? money : []),
    `What ${wanted} of its "${printable(subscription.name)}" would cost instead of ${subscription.quantity}:`,
    `  ${call(`${one}/preview`, { quantity: wanted })}`,
    'A cart, what it would cost, and buying it:',
    `  CART=$(${call(`${of}/carts`, { lineItems: items })} | ${picking('id')})`,
    `  ${call(`${of}/carts/$CART/review`)}`,
    `  ${call(`${of}/carts/$CART/checkout`)} -X POST`,
    'A month and a day later, with everything charged and invoiced that falls due (send it again while it says advancing);',
    'and what one subscription was charged, and why:',
    `  ${call('/sandbox/clock', { advanceTo: target ?? monthAfter(clockAt) })}`,
    `  ${call(`${one}/charges`)}`,
  ]
}

/** A month and a day later: the jobs of a day run once it is over. */
function monthAfter(clockAt: string): string {
  const day = (addMonths(dayOfInstant(parseInstant(clockAt)!), 1, 'clamp') + 1) as Day
  return `${formatDay(day)}${clockAt.slice(10)}`
}
