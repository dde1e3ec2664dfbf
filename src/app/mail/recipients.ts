import { SIGN_IN_NAME } from '../../core/access/identity-texts.js'
import type { MailLanguage, MailReason } from '../../store/mail.js'
import { listMailUsers, type MailUser } from '../../store/mail-preferences.js'
import type { Account } from '../accounts.js'
import { loadProfile } from '../partner-profiles.js'
import type { Session } from '../use-case.js'
import { MAIL_KINDS, type ToldKind } from './mail-kinds.js'

/** Somebody a mail goes to. */
export interface Recipient {
  readonly address: string
  readonly name: string
  readonly language: MailLanguage
  readonly reason: MailReason
}

/** Most recipients of one mail in an account: the first in order of their addresses. */
const MOST_RECIPIENTS = 20
const LONGEST_ADDRESS = 254
/** Beyond what people sign in with: nothing that has a meaning in the header of a mail. */
const UNSAFE = /[\s\p{Cc}<>()[\]\\,;:"]/u

/** Whether something can be written to. */
export function isMailAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && SIGN_IN_NAME.test(text) && !UNSAFE.test(text)
}

/** Whom an account wants to be told things; what does not change from one thing to the next is read once. */
export class Recipients {
  readonly #session: Session
  readonly #account: Account
  #contact: Promise<Recipient | undefined> | undefined
  #language: Promise<MailLanguage> | undefined

  constructor(session: Session, account: Account) {
    this.#session = session
    this.#account = account
  }

  /** Who is told something of a kind, each once; `submitter` is the name of who asked for it. */
  async of(kind: ToldKind, submitter?: string): Promise<readonly Recipient[]> {
    const { roles, contactFirst, optional } = MAIL_KINDS[kind]
    const contact = await this.contact()
    // One more than is told, so that the contact is found among the users.
    const names = [submitter, contact?.address].flatMap((name) => (name === undefined ? [] : [name.toLowerCase()]))
    const users = await listMailUsers(this.#session, this.#account.partnerId, { roles, names }, MOST_RECIPIENTS * 5)
    const wants = (user: MailUser | undefined) => !(optional && user?.switchedOff.includes(kind) === true)
    const contactUser = users.find((user) => user.signInName === contact?.address)
    const asContact = contact === undefined || !wants(contactUser) ? [] : [await this.#asUser(contact, contactUser)]
    const holders = users.filter((user) => user.roles.some((role) => (roles as readonly string[]).includes(role)))
    const askers = users.filter((user) => user.signInName === submitter?.toLowerCase())
    if (contact !== undefined && (contactFirst || holders.length + askers.length === 0)) return asContact
    const language = await this.language()
    const told = new Map<string, Recipient>()
    const add = (list: readonly MailUser[], reason: MailReason) => {
      for (const user of list) {
        if (!wants(user) || !isMailAddress(user.signInName) || told.has(user.signInName)) continue
        told.set(user.signInName, {
          ...{ address: user.signInName, name: user.fullName, reason },
          language: user.language ?? language,
        })
      }
    }
    add(askers, 'submitter')
    add(holders, 'role')
    return [...told.values()].slice(0, MOST_RECIPIENTS)
  }

  /** The contact of the billing profile: whoever it names for what there is to pay. */
  contact(): Promise<Recipient | undefined> {
    this.#contact ??= this.#readContact()
    return this.#contact
  }

  /** The language of the account, or English where mails are not written in it. */
  language(): Promise<MailLanguage> {
    this.#language ??= loadProfile({ session: this.#session }, this.#account, 'organization').then(({ profile }) =>
      /^nl\b/i.test(profile.language) ? 'nl' : 'en',
    )
    return this.#language
  }

  async #readContact(): Promise<Recipient | undefined> {
    const { profile } = await loadProfile({ session: this.#session }, this.#account, 'billing')
    const { email = '', firstName = '', lastName = '' } = profile.primaryContact ?? {}
    const address = email.trim().toLowerCase()
    if (!isMailAddress(address)) return undefined
    return { address, name: `${firstName} ${lastName}`.trim(), language: await this.language(), reason: 'contact' }
  }

  async #asUser(contact: Recipient, user: MailUser | undefined): Promise<Recipient> {
    return user === undefined ? contact : { ...contact, language: user.language ?? contact.language }
  }
}
