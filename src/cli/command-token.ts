import { Writable } from 'node:stream'
import { Command } from 'commander'
import { ExitCode } from './exit-codes.js'
import { printJson } from './output.js'
import { idOption } from './parse-options.js'
import { cleaned } from './refusal-report.js'
import { CommandError } from './session.js'

interface Options {
  readonly url?: string
  readonly tenant: string
  readonly client?: string
  readonly json?: boolean
}

const HELP = `
The secret comes from PRORATA_CLIENT_SECRET, from standard input, or is asked for; never from a parameter, which everybody
on the machine can see. Nothing is read from a database: the running server is asked.

Examples:
  $ prorata token --tenant noord.example.net
  $ curl -H "Authorization: Bearer $(prorata token)" http://127.0.0.1:8080/v1/customers`

const TIMEOUT_MILLISECONDS = 15_000
const LONGEST_SECRET = 8_192

/** `prorata token`: an access token of a registered program, from the authority that runs. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('ask a running server for an access token of a registered program, and print it')
    .option('--url <url>', 'the server (default: PRORATA_PUBLIC_URL, or http://127.0.0.1:8080)')
    .option('--client <id>', 'id of the program (default: PRORATA_CLIENT_ID)', idOption)
    .option('--tenant <name>', "id or domain name of the program's account", 'common')
    .option('--json', 'print the whole answer as JSON')
    .addHelpText('after', HELP)
    .action((options: Options) => runToken(options))
}

async function runToken(options: Options): Promise<void> {
  const client = options.client ?? process.env['PRORATA_CLIENT_ID'] ?? ''
  if (client === '') throw new CommandError('say which program with --client or PRORATA_CLIENT_ID')
  const url = addressOf(options)
  const secret = await secretOf()
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: client, client_secret: secret })
  const answer = await ask(url, body)
  const text = typeof answer['access_token'] === 'string' ? answer['access_token'] : undefined
  if (text === undefined) {
    const reason = String(answer['error_description'] ?? 'it is no token authority of prorata')
    throw new CommandError(`${url.origin} gives no token: ${cleaned(reason)}`, ExitCode.refused)
  }
  if (options.json === true) printJson(answer)
  else console.log(text)
}

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Where the token is asked for; a secret goes to other machines by TLS only. */
function addressOf({ url, tenant }: Options): URL {
  const base = url ?? (process.env['PRORATA_PUBLIC_URL'] || 'http://127.0.0.1:8080')
  if (!URL.canParse(base)) throw new CommandError('--url (or PRORATA_PUBLIC_URL) must be a URL')
  const { protocol, hostname } = new URL(base)
  if (protocol !== 'https:' && !(protocol === 'http:' && LOCAL.has(hostname))) {
    throw new CommandError('--url must be an https address: the secret would be readable on the way')
  }
  return new URL(`${base.replace(/\/+$/, '')}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`)
}

async function ask(url: URL, body: URLSearchParams): Promise<Readonly<Record<string, unknown>>> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS)
    const answer = await fetch(url, { method: 'POST', body, signal, redirect: 'error' })
    return ((await answer.json()) ?? {}) as Readonly<Record<string, unknown>>
  } catch {
    throw new CommandError(`${url.origin} does not answer as a token authority: is prorata serve running there?`)
  }
}

async function secretOf(): Promise<string> {
  const given = process.env['PRORATA_CLIENT_SECRET'] || (process.stdin.isTTY ? await asked() : await piped())
  const secret = given.trim()
  if (secret === '') throw new CommandError('there is no secret: set PRORATA_CLIENT_SECRET, or pipe the secret in')
  return secret
}

async function piped(): Promise<string> {
  let text = ''
  for await (const block of process.stdin.setEncoding('utf8')) {
    text += block
    if (text.length > LONGEST_SECRET) throw new CommandError('what came on standard input is too long to be a secret')
  }
  return text
}

/** Asks on the terminal without showing what is typed. */
async function asked(): Promise<string> {
  const { createInterface } = await import('node:readline/promises')
  process.stderr.write('Secret: ')
  const hidden = new Writable({ write: (_block, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: hidden, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
