import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Session } from '../store/database.js'
import { putCutoff, revokeFamiliesOf } from '../store/grants.js'
import { deleteFlowsOf, deleteLinksOf } from '../store/sign-in.js'
import { lockUserOf, setPassword, type User } from '../store/users.js'
import { CODE_KEY_PURPOSE, checkCode, checkPassword, giveSecondFactor, proveCodeKey } from './check-password.js'
import { codeKeyUri } from './one-time-codes.js'
import { hashPassword, verifyPassword } from './password-hash.js'
import { passwordProblem } from './password-rules.js'
import { unseal } from './seal.js'
import { advanceFlow, enterFlow, type Flow, finishFlow, nextStep, type ReturnTrip, userOfFlow } from './sign-in-flow.js'
import { isStill } from './sign-in-proof.js'
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
    const { flowId, multiFactor } = flow
    const chosen = { ...user.value, passwordIsTemporary: false }
    const to = { ...flow, step: nextStep(context, chosen, { passwordChecked: true, multiFactor }) }
    const goOn = (session: Session) => advanceFlow(context, flow, to, session)
    const advanced = await choosePassword(context, user.value, form, goOn, flowId)
    return advanced.ok ? viewOf(context, advanced.value) : advanced
  },
  code: async (context, flow, form) => {
    const proved = await proveCode(context, flow, form)
    return proved.ok ? moved(context, flow, { ...flow, step: 'finish', multiFactor: true }) : proved
  },
  'set-up-code': async (context, flow, form) => {
    const user = await userToEquip(context, flow)
    if (!user.ok) return user
    const { database, authority, now } = context
    const { sealingKey } = authority.settings
    const proved = await proveCodeKey(database, user.value, flow.codeKey ?? '', form.code ?? '', sealingKey, now)
    if (!proved.ok) return proved
    const to = { ...flow, step: 'finish', multiFactor: true, codeKey: null }
    return database.transaction(async (session) => {
      const { accountId, userId } = user.value
      const present = await lockUserOf(session, accountId, userId)
      if (present === undefined || !isStill(present, user.value)) return refuse('sign-in-expired')
      if (present.codeKeyConfirmed) return refuse('sign-in-expired')
      const advanced = await advanceFlow(context, flow, to, session)
      if (!advanced.ok) return advanced
      return accept({ show: 'recovery-codes', codes: await giveSecondFactor(session, userId, proved.value) })
    })
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
    const user = await userToEquip(context, flow)
    if (!user.ok) return user
    const key = unseal(flow.codeKey ?? '', CODE_KEY_PURPOSE, context.authority.settings.sealingKey)
    return accept({ show: 'set-up-code', key, uri: codeKeyUri(key, user.value.signInName, 'prorata') })
  }
  if (flow.step === 'password' || flow.step === 'new-password' || flow.step === 'code') {
    return accept({ show: flow.step })
  }
  return refuse('sign-in-expired')
}

/** The user who sets up a second factor; one who has got one meanwhile begins again, and proves that. */
async function userToEquip(context: SignInContext, flow: Flow): Promise<Outcome<User>> {
  const user = await userOfFlow(context, flow)
  return user.ok && user.value.codeKeyConfirmed ? refuse('sign-in-expired') : user
}

/**
 * Takes a password the user chose instead of the present one; ends what was, or is being, signed in with that.
 * @param claim in the same transaction, whether the user may still do so: a link works once, a sign-in may have ended
 * @param flowId the sign-in it is chosen in, which goes on
 */
export async function choosePassword<Claimed>(
  { database, now }: Pick<SignInContext, 'database' | 'now'>,
  user: User,
  { newPassword = '', repeated }: SignInForm,
  claim: (session: Session) => Promise<Outcome<Claimed>>,
  flowId?: string,
): Promise<Outcome<Claimed>> {
  const problem = newPassword === repeated ? passwordProblem(newPassword) : 'the two entries differ'
  if (problem !== undefined) return refuse('password-refused', { problem })
  if (user.passwordHash !== null && (await verifyPassword(user.passwordHash, newPassword))) {
    return refuse('password-refused', { problem: 'choose another one than before' })
  }
  const hashed = await hashPassword(newPassword)
  return database.transaction(async (session) => {
    await lockUserOf(session, user.accountId, user.userId)
    const claimed = await claim(session)
    if (!claimed.ok) return claimed
    await setPassword(session, user.userId, hashed, null)
    await deleteFlowsOf(session, user.userId, flowId)
    await deleteLinksOf(session, user.userId)
    await revokeFamiliesOf(session, user.userId, now)
    await putCutoff(session, user.userId, now)
    return claimed
  })
}
