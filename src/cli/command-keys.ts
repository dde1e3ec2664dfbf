import { Command } from 'commander'
import type { Instant } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import { partCommand, providerContext } from './as-provider.js'
import { settingsOf } from './command-serve.js'
import { printJson, table } from './output.js'
import { type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly json?: boolean
}

const HELP = `
PRORATA_SEALING_KEY, PRORATA_TOKEN_SECONDS and PRORATA_SIGNING_KEY_DAYS have to be set as for prorata serve.`

/** `prorata keys`: the keys that sign tokens. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('list the keys that sign tokens, and sign with a new one')
    .addHelpText('after', HELP)
    .addCommand(
      partCommand('list', 'list the keys by which tokens are checked, the newest first').action((options: Options) =>
        runList(options),
      ),
    )
    .addCommand(
      partCommand('rotate', 'sign with a new key; what the old ones signed stays valid until it expires').action(
        (options: Options) => runRotate(options),
      ),
    )
}

async function openRing() {
  const { SigningKeyRing } = await import('../app/signing-key-ring.js')
  const { identity, tokenSeconds } = await settingsOf({})
  return new SigningKeyRing({ ...identity, lifetimeSeconds: tokenSeconds })
}

async function runList(options: Options): Promise<void> {
  const ring = await openRing()
  const keys = await withDatabase(options, (database) => ring.list(database, Date.now() as Instant))
  const facts = keys.map(({ keyId, createdAt, verifiesUntil, isSealed }) => ({
    keyId,
    createdAt: formatInstant(createdAt),
    signs: verifiesUntil === null,
    verifiesUntil: verifiesUntil === null ? null : formatInstant(verifiesUntil),
    isSealed,
  }))
  if (options.json === true) return printJson({ keys: facts })
  if (facts.length === 0) return console.log('There is no key yet: the first is made with the first token.')
  const rows = facts.map(({ keyId, createdAt, verifiesUntil, isSealed }) => [
    keyId,
    createdAt,
    verifiesUntil === null ? 'signs' : `until ${verifiesUntil}`,
    isSealed ? 'yes' : 'no',
  ])
  console.log(table(['Key', 'Made', 'Use', 'Sealed'], rows))
}

async function runRotate(options: Options): Promise<void> {
  const { rotateKeys } = await import('../app/rotate-keys.js')
  const ring = await openRing()
  const keyId = await withDatabase(options, (database) => rotateKeys({ ...providerContext(database), database }, ring))
  if (options.json === true) printJson({ keyId })
  else console.log(`Tokens are signed with ${keyId} from now on, by processes that run already within a minute.`)
}
