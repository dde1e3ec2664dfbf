import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Session } from '../store/database.js'
import { putCutoff, revokeFamiliesOf } from '../store/grants.js'
import { deleteLinksOf } from '../store/sign-in.js'
import { setCodeKey, setPassword, type User } from '../store/users.js'
import { CODE_KEY_PURPOSE, checkCode, checkPassword, giveRecoveryCodes } from './check-password.js'
import { codeKeyUri, newCodeKey } from './one-time-codes.js'
import { hashPassword, verifyPassword } from './password-hash.js'
import { passwordProblem } from './password-rules.js'
import { seal, unseal } from './seal.js'
import { advanceFlow, enterFlow, type Flow, finishFlow, nextStep, type ReturnTrip, userOfFlow } from './sign-in-flow.js'
import type { SignInContext } from './token-grants.js'

/** What a form of the sign-in pages sends. */
export interface SignInForm {
  readonly name?: string | undefined
  readonly password?: string | undefined
  readonly newPassword?: string | undefined
  readonly repeated?: string | undefined
  readonly code?: string | undefined
  readonly address: string
}

/** What is shown to the user next. */
export type SignInView =
  | { readonly show: 'password' | 'new-password' | 'code' }
  | { readonly show: 'set-up-code'; readonly key: string; readonly uri: string }
  | { readonly show: 'recovery-codes'; readonly codes: readonly string[] }
  | { readonly show: 'return'; readonly trip: ReturnTrip }

/** What the step a sign-in is at makes of a form. A refusal leaves the sign-in where it is. */
export async function takeStep(context: SignInContext, flow: Flow, form: SignInForm): Promise<Outcome<SignInView>> {
  const step = STEPS[flow.step]
  return step === undefined ? refuse('sign-in-expired') : step(context, flow, form)
}

type Step = (context: SignInContext, flow: Flow, form: SignInForm) => Promise<Outcome<SignInView>>

const STEPS: Readonly<Record<string, Step | undefined>> = {
  password: async (context, flow, form) => {
    const proof = { signInName: form.name ?? '', password: form.password ?? '', address: form.address }
    const user = await checkPassword(context.database, proof, context.now)
    if (!user.ok) return user
    const entered = await enterFlow(context, flow, user.value, { passwordChecked: true, multiFactor: false })
    return entered.ok ? viewOf(context, entered.value) : entered
  },
  'new-password': async (context, flow, form) => {
    const user = await userOfFlow(context, flow)
    if (!user.ok) return user
    const chosen = await choosePassword(context, user.value, form)
    if (!chosen.ok) return chosen
    const { multiFactor } = flow
    const step = nextStep(
      context,
      { ...user.value, passwordIsTemporary: false },
      { passwordChecked: true, multiFactor },
    )
    return moved(context, flow, { ...flow, step })
  },
  code: async (context, flow, form) => {
    const proved = await proveCode(context, flow, form)
    return proved.ok ? moved(context, flow, { ...flow, step: 'finish', multiFactor: true }) : proved
  },
  'set-up-code': async (context, flow, form) => {
    const proved = await proveCode(context, flow, form)
    if (!proved.ok) return proved
    const advanced = await advanceFlow(context, flow, { ...flow, step: 'finish', multiFactor: true })
    if (!advanced.ok) return advanced
    const codes = await giveRecoveryCodes(context.database, proved.value.userId)
    return accept({ show: 'recovery-codes', codes })
  },
  finish: (context, flow) => viewOf(context, flow),
}

async function moved(context: SignInContext, from: Flow, to: Flow): Promise<Outcome<SignInView>> {
  const advanced = await advanceFlow(context, from, to)
  return advanced.ok ? viewOf(context, advanced.value) : advanced
}

async function proveCode(context: SignInContext, flow: Flow, form: SignInForm): Promise<Outcome<User>> {
  const user = await userOfFlow(context, flow)
  if (!user.ok) return user
  const { database, authority, now } = context
  const checked = await checkCode(database, user.value, form.code ?? '', authority.settings.sealingKey, now)
  return checked.ok ? user : checked
}

/** What the user sees at the step a sign-in is at. */
export async function viewOf(context: SignInContext, flow: Flow): Promise<Outcome<SignInView>> {
  if (flow.step === 'finish') {
    const trip = await finishFlow(context, flow)
    return trip.ok ? accept({ show: 'return', trip: trip.value }) : trip
  }
  if (flow.step === 'set-up-code') {
    const user = await userOfFlow(context, flow)
    return user.ok ? accept(await codeKeyView(context, user.value)) : user
  }
  if (flow.step === 'password' || flow.step === 'new-password' || flow.step === 'code') {
    return accept({ show: flow.step })
  }
  return refuse('sign-in-expired')
}

/** The key of the codes to be set up: the one shown before, until a code of it was typed. */
async function codeKeyView({ database, authority }: SignInContext, user: User): Promise<SignInView> {
  const { sealingKey } = authority.settings
  const key = user.codeKey === null ? newCodeKey() : unseal(user.codeKey, CODE_KEY_PURPOSE, sealingKey)
  if (user.codeKey === null) await setCodeKey(database, user.userId, seal(key, CODE_KEY_PURPOSE, sealingKey))
  return { show: 'set-up-code', key, uri: codeKeyUri(key, user.signInName, 'prorata') }
}

/**
 * Takes a password the user chose instead of the present one; ends what was signed in with that.
 * @param claim in the same transaction, whether the user may still do so; a link works once
 */
export async function choosePassword(
  { database, now }: Pick<SignInContext, 'database' | 'now'>,
  user: User,
  { newPassword = '', repeated }: SignInForm,
  claim: (session: Session) => Promise<boolean> = async () => true,
): Promise<Outcome<undefined>> {
  const problem = newPassword === repeated ? passwordProblem(newPassword) : 'the two entries differ'
  if (problem !== undefined) return refuse('password-refused', { problem })
  if (user.passwordHash !== null && (await verifyPassword(user.passwordHash, newPassword))) {
    return refuse('password-refused', { problem: 'choose another one than before' })
  }
  const hashed = await hashPassword(newPassword)
  const set = await database.transaction(async (session) => {
    if (!(await claim(session))) return false
    await setPassword(session, user.userId, hashed, false)
    await deleteLinksOf(session, user.userId)
    await revokeFamiliesOf(session, user.userId, now)
    await putCutoff(session, user.userId, now)
    return true
  })
  return set ? accept(undefined) : refuse('sign-in-link-expired')
}
