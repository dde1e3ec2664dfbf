import type { Account, RelatedPartner } from '../../app/partners.js'
import type { RegisteredProgram } from '../../app/service-principals.js'
import { linkAddress } from '../../app/sign-in-link.js'
import type { Entrance, User } from '../../app/users.js'
import { formatDay } from '../../core/calendar/day.js'
import { attributes, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'

/** A user without anything a password or a second factor could be learnt from. */
export function presentUser(user: User, uri: string) {
  return {
    id: user.userId,
    fullName: user.fullName,
    userPrincipalName: user.signInName,
    roles: user.roles,
    state: user.state,
    secondFactor: user.codeKeyConfirmed,
    createdDate: wireInstant(user.createdAt),
    ...(user.lastSignInAt === null ? {} : { lastSignInDate: wireInstant(user.lastSignInAt) }),
    links: selfLink(uri),
    attributes: attributes('PartnerUser'),
  }
}

/** A user with its way in, which is shown once. */
export function presentAdmitted(
  { user, entrance }: { readonly user: User; readonly entrance: Entrance },
  uri: string,
  issuer: string,
) {
  return { user: presentUser(user, uri), entrance: presentEntrance(entrance, issuer) }
}

function presentEntrance(entrance: Entrance, issuer: string) {
  if (entrance.kind === 'password') {
    return { temporaryPassword: entrance.password, expiresAt: wireInstant(entrance.expiresAt) }
  }
  return { link: { uri: linkAddress(issuer, entrance.token), expiresAt: wireInstant(entrance.expiresAt) } }
}

/** The answer without the way in, as it is kept. */
export function withoutEntrance(answer: { readonly entrance: object }) {
  return { ...answer, entrance: {} }
}

export function presentProgram(program: RegisteredProgram, uri: string) {
  return {
    applicationId: program.applicationId,
    name: program.name,
    roles: program.roles,
    state: program.state,
    isPublic: program.isPublic,
    redirectUris: program.redirectUris,
    secrets: program.secrets.map(presentSecret),
    createdDate: wireInstant(program.createdAt),
    links: selfLink(uri),
    attributes: attributes('ServicePrincipal'),
  }
}

export function presentSecret(secret: RegisteredProgram['secrets'][number]) {
  return {
    id: secret.secretId,
    hint: secret.hint,
    description: secret.description,
    createdDate: wireInstant(secret.createdAt),
    expirationDate: wireInstant(secret.expiresAt),
  }
}

export function presentPartner(account: Account) {
  return {
    id: account.partnerId,
    name: account.name,
    mpnId: account.mpnId,
    accountType: account.accountType.replaceAll('-', '_'),
    programStatus: account.programStatus,
    isAgreementSigned: account.agreementSigned,
    country: account.country,
    currency: account.currency,
    billingDay: account.billingDay,
    nationalCloud: account.nationalCloud,
    region: account.region,
    domainName: account.domainName,
    isSandbox: account.isSandbox,
    openedOn: formatDay(account.openedOn),
    links: selfLink(`/platform/partners/${account.partnerId}`),
    attributes: attributes('PartnerAccount'),
  }
}

export function presentReseller({ partnerId, name, mpnId, country, state }: RelatedPartner) {
  return { id: partnerId, name, mpnId, country, state }
}
