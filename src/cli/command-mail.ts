import { Command, Option } from 'commander'
import type { MailState, StoredMail } from '../app/mail/mails.js'
import type { MailPreferences, ToldKind } from '../app/mail-preferences.js'
import type { Instant } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import { acceptedOf, asProvider, partCommand, providerContext } from './as-provider.js'
import { ExitCode } from './exit-codes.js'
import { mailOption } from './identity-options.js'
import { mailSettings } from './mail-settings.js'
import { printable, printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { CommandError, newId, type SessionOptions, withDatabase } from './session.js'

const HELP = `
PRORATA_SMTP_URL and PRORATA_MAIL_FROM say how mails are sent; docs/notifications.md has the others.

Examples:
  $ prorata mail test --to ana@example.net
  $ prorata mail send
  $ prorata mail list --state failed
  $ prorata mail show 018f0005-0000-7000-8000-000000000001
  $ prorata mail preferences ana@example.net --language nl --off due-soon`

const STATES = ['waiting', 'not-configured', 'sent', 'failed', 'given-up', 'sandbox'] as const
const LANGUAGES = ['en', 'nl'] as const
const MOST_LISTED = 1_000

interface Shared extends SessionOptions {
  readonly json?: boolean
}

/** `prorata mail`: what people are told by mail, and what became of it. */
export function mailCommand(): Command {
  const command = new Command('mail')
    .description('see, send and test mails, and set who gets which')
    .addHelpText('after', HELP)
  const parts = [listCommand(), showCommand(), sendCommand(), resendCommand(), testCommand(), preferencesCommand()]
  for (const part of parts) command.addCommand(part)
  return command
}

function listCommand(): Command {
  return partCommand('list', 'list mails, newest first')
    .addOption(new Option('--state <state>', 'only those').choices(STATES))
    .option('--partner <id>', 'of one partner', idOption)
    .option('--limit <n>', 'at most so many', wholeOption(1, MOST_LISTED), 50)
    .action(async (options: Shared & { state?: MailState; partner?: string; limit: number }) => {
      const { showMails } = await import('../app/mail/mails.js')
      const { state, partner: partnerId, limit } = options
      const mails = await withDatabase(options, (session) => showMails({ session }, { state, partnerId, limit }))
      if (options.json === true) return printJson({ mails: mails.map(shown) })
      if (mails.length === 0) return console.log('There are no such mails.')
      const rows = mails.map((mail) => [
        ...[mail.mailId, formatInstant(mail.createdAt), mail.kind, mail.address, mail.state, String(mail.attempts)],
        mail.problem,
      ])
      console.log(table(['Mail', 'Written', 'Kind', 'To', 'State', 'Attempts', 'Problem'], rows, [5]))
    })
}

function shown({ facts: _, createdAt, dueAt, finishedAt, happenedAt, ...mail }: StoredMail) {
  return {
    ...mail,
    ...{ happenedAt: formatInstant(happenedAt), createdAt: formatInstant(createdAt) },
    ...(finishedAt === null ? { dueAt: formatInstant(dueAt) } : { finishedAt: formatInstant(finishedAt) }),
  }
}

function showCommand(): Command {
  return partCommand('show', 'show a mail with its text')
    .argument('<mail>', 'id of the mail', idOption)
    .option('--html', 'print its HTML instead')
    .action(async (mailId: string, options: Shared & { readonly html?: boolean }) => {
      const { loadMail } = await import('../app/mail/mails.js')
      const portalUrl = (await mailSettings())?.portalUrl
      const loaded = await withDatabase(options, (session) => loadMail({ session }, mailId, portalUrl))
      const { mail, composed } = acceptedOf(loaded)
      if (options.json === true) return printJson({ mail: shown(mail), ...composed })
      if (options.html === true) return console.log(composed.html.trimEnd())
      const problem = mail.problem === '' ? [] : [`Problem: ${printable(mail.problem)}`]
      const head = [
        `To: ${printable(mail.address)}`,
        `Subject: ${composed.subject}`,
        `State: ${mail.state}`,
        ...problem,
      ]
      console.log([...head, '', composed.text.trimEnd()].join('\n'))
    })
}

function sendCommand(): Command {
  return partCommand('send', 'write and send at once what prorata work would send').action(async (options: Shared) => {
    const settings = await mailSettings()
    if (settings === undefined)
      throw new CommandError('Mails cannot be sent: set PRORATA_SMTP_URL and PRORATA_MAIL_FROM.')
    const { mailRound } = await import('../app/mail/mails.js')
    const { Mailer } = await import('../app/mail/mailer.js')
    const mailer = new Mailer(settings)
    const clock = () => Date.now() as Instant
    try {
      const { told, report } = await withDatabase(options, (database) =>
        mailRound({ database, clock, newId, isConfigured: true, sending: { settings, mailer } }),
      )
      const { sent = 0, failed = 0, givenUp = 0, postponed = 0, unreachable } = report ?? {}
      if (failed + givenUp > 0 || unreachable !== undefined) process.exitCode = ExitCode.differences
      if (options.json === true)
        return printJson({ told, sent, failed, givenUp, postponed, unreachable: unreachable ?? null })
      console.log(`${sent} mails were sent, ${failed} refused, ${givenUp} given up; ${postponed} will be tried again.`)
      if (unreachable !== undefined) console.log(`The mail server cannot be used now: ${printable(unreachable)}`)
    } finally {
      mailer.close()
    }
  })
}

function resendCommand(): Command {
  return partCommand('resend', 'send a mail that is done with once more; prorata work or mail send sends it')
    .argument('<mail>', 'id of the mail', idOption)
    .action(async (mailId: string, options: Shared) => {
      const { resendMail } = await import('../app/mail/mails.js')
      const again = await asProvider(options, (context) => resendMail(context, mailId))
      if (options.json === true) return printJson({ mail: shown(again) })
      console.log(`It will be sent once more, as ${again.mailId}.`)
    })
}

function testCommand(): Command {
  return partCommand('test', 'send a mail at once that shows whether mail arrives')
    .requiredOption('--to <address>', 'whom to send it to', mailOption)
    .addOption(new Option('--language <language>', 'its language').choices(LANGUAGES).default('en'))
    .action(async (options: Shared & { readonly to: string; readonly language: 'en' | 'nl' }) => {
      const settings = await mailSettings()
      if (settings === undefined)
        throw new CommandError('Mails cannot be sent: set PRORATA_SMTP_URL and PRORATA_MAIL_FROM.')
      const { sendTestMail } = await import('../app/mail/send-test-mail.js')
      const { to: address, language } = options
      const mail = await withDatabase(options, async (database) =>
        acceptedOf(await sendTestMail(database, settings, providerContext, { address, language })),
      )
      if (mail.state !== 'sent') process.exitCode = ExitCode.differences
      if (options.json === true) return printJson({ mail: shown(mail) })
      const problem = mail.problem === '' ? '' : `: ${printable(mail.problem)}`
      console.log(mail.state === 'sent' ? `The server took the mail to ${address}.` : `It is ${mail.state}${problem}`)
    })
}

const many = (text: string, earlier: readonly string[] = []) => [...earlier, ...text.split(',')]

interface PreferenceOptions extends Shared {
  readonly language?: 'en' | 'nl' | 'account'
  readonly on?: readonly string[]
  readonly off?: readonly string[]
}

function preferencesCommand(): Command {
  return partCommand('preferences', 'show or change which mails a user of a partner gets')
    .argument('<name>', 'name the user signs in with', mailOption)
    .addOption(new Option('--language <language>', 'its language').choices([...LANGUAGES, 'account']))
    .option('--on <kinds>', 'switch kinds on, with commas between them', many)
    .option('--off <kinds>', 'switch kinds off', many)
    .action(async (name: string, options: PreferenceOptions) => {
      const preferences = await asProvider(options, async (context) => {
        const { changeMailPreferences, findMailUser, loadMailPreferences } = await import('../app/mail-preferences.js')
        const found = await findMailUser(context, name)
        if (!found.ok) return found
        const { account, userId } = found.value
        const before = await loadMailPreferences(context, account, userId)
        const { language, on = [], off = [] } = options
        if (!before.ok || (language === undefined && on.length + off.length === 0)) return before
        const [kindsOn, kindsOff] = [await kindsOf(on), await kindsOf(off)]
        const kept = before.value.kinds.filter(({ kind, isSwitchedOff }) => isSwitchedOff && !kindsOn.includes(kind))
        return changeMailPreferences(context, account, userId, {
          language: language === undefined ? before.value.ownLanguage : language === 'account' ? null : language,
          switchedOff: [...kept.map(({ kind }) => kind), ...kindsOff],
        })
      })
      if (options.json === true) return printJson(preferencesShown(preferences))
      const { language, ownLanguage, kinds } = preferences
      console.log(`Language: ${language}${ownLanguage === null ? ' (that of the account)' : ''}`)
      const rows = kinds.map(({ kind, mayBeSwitchedOff, isSwitchedOff, isForRole }) => [
        ...[kind, isSwitchedOff ? 'off' : 'on', isForRole ? 'yes' : 'no', mayBeSwitchedOff ? '' : 'always on'],
      ])
      console.log(table(['Kind', 'Set', 'For its roles', ''], rows))
    })
}

async function kindsOf(names: readonly string[]): Promise<readonly ToldKind[]> {
  const { TOLD_KINDS } = await import('../app/mail-preferences.js')
  const strange = names.find((name) => !(TOLD_KINDS as readonly string[]).includes(name))
  if (strange !== undefined)
    throw new CommandError(`'${strange}' is no kind of mail; there are ${TOLD_KINDS.join(', ')}.`)
  return names as readonly ToldKind[]
}

function preferencesShown({ user, language, ownLanguage, kinds }: MailPreferences) {
  return { userId: user.userId, partnerId: user.accountId, language, ownLanguage, kinds }
}
