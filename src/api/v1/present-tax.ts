import type { SentFile } from '../../app/tax-certificates.js'
import type { StoredExemption } from '../../app/tax-exemptions.js'
import type { PartnerTaxes, TaxIdValidation, TaxStandingView } from '../../app/tax-profiles.js'
import type { ProviderProfile, StoredProviderProfile } from '../../app/tax-provider.js'
import type { StoredTaxRate } from '../../app/tax-rates.js'
import type { StoredRegistration } from '../../app/tax-registrations.js'
import type { Withholding } from '../../app/tax-withholdings.js'
import { type Day, formatDay, type Instant } from '../../core/calendar/day.js'
import type { Currency } from '../../core/money/currency.js'
import { formatDecimal } from '../../core/money/decimal.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { attributes, link, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'

// What is shown of taxes, as the wire has it.

const wireWord = (word: string) => word.replaceAll('-', '_')

/** A field that is left out where there is nothing to say. */
function maybeDay<Name extends string>(name: Name, day: Day | undefined) {
  return (day === undefined ? {} : { [name]: formatDay(day) }) as { readonly [K in Name]?: string }
}

export function presentRate({ rate, validFrom, validTo, ...others }: StoredTaxRate) {
  return {
    ...others,
    rate: Number(formatDecimal(rate)),
    validFrom: formatDay(validFrom),
    ...maybeDay('validTo', validTo),
  }
}

export function presentRegistration(registration: StoredRegistration) {
  const { registrationId: id, kind, country, region, number, since, until, recordedAt, recordedBy } = registration
  return {
    ...{ id, kind: wireWord(kind), country, region, number, since: formatDay(since) },
    ...maybeDay('until', until),
    ...{ recordedDate: wireInstant(recordedAt), recordedBy, attributes: attributes('TaxRegistration') },
  }
}

export function presentProvider({ profile, version }: StoredProviderProfile) {
  const { electronicAddress, ...others } = profile
  return {
    ...others,
    ...(electronicAddress === null ? {} : { electronicAddress }),
    links: selfLink('/platform/provider-profile'),
    attributes: attributes('ProviderProfile', String(version)),
  }
}

/** What was never said of the provider is empty. */
export const UNKNOWN_PROVIDER: StoredProviderProfile = {
  profile: {
    ...{ name: '', registrationNumber: '', email: '', phone: '', supportUrl: '', languages: ['en'] },
    address: { lines: [], city: '', postalCode: '', region: '', country: '' },
    payment: { accountName: '', iban: '', bic: '', instructions: '' },
    electronicAddress: null,
  },
  version: 0,
  changedAt: 0 as Instant,
}

interface WireProvider {
  readonly name: string
  readonly address: Omit<ProviderProfile['address'], 'region'> & { readonly region: string | undefined }
  readonly registrationNumber: string | undefined
  readonly email: string | undefined
  readonly phone: string | undefined
  readonly supportUrl: string | undefined
  readonly languages: readonly string[]
  readonly payment: {
    readonly accountName: string
    readonly iban: string | undefined
    readonly bic: string | undefined
    readonly instructions: string | undefined
  }
  readonly electronicAddress: ProviderProfile['electronicAddress'] | undefined
}

export function readProvider({ address, payment, electronicAddress, ...others }: WireProvider): ProviderProfile {
  const { registrationNumber = '', email = '', phone = '', supportUrl = '', ...rest } = others
  const { iban = '', bic = '', instructions = '', accountName } = payment
  return {
    ...{ ...rest, registrationNumber, email, phone, supportUrl },
    address: { ...address, region: address.region ?? '' },
    payment: { accountName, iban: iban.replaceAll(' ', '').toUpperCase(), bic: bic.toUpperCase(), instructions },
    electronicAddress: electronicAddress ?? null,
  }
}

function presentStanding({ country, region, taxId, taxIdState, validFrom }: TaxStandingView) {
  const id = taxId === null ? {} : { taxId }
  return { country, region, ...id, taxIdState, validFrom: formatDay(validFrom) }
}

export function presentTaxProfile({ now, next }: PartnerTaxes, uri: string) {
  return {
    ...presentStanding(now),
    ...(next === undefined ? {} : { next: presentStanding(next) }),
    links: selfLink(uri),
    attributes: attributes('TaxProfile'),
  }
}

export function presentPartnerTaxes(taxes: PartnerTaxes, uri: string) {
  const versions = taxes.profiles.map(({ version, country, region, taxId, validFrom, recordedAt, recordedBy }) => ({
    ...{ version, country, region, ...(taxId === null ? {} : { taxId }), validFrom: formatDay(validFrom) },
    ...{ recordedDate: wireInstant(recordedAt), recordedBy },
  }))
  return { ...presentTaxProfile(taxes, uri), versions, validations: taxes.validations.map(presentValidation) }
}

export function presentValidation(validation: TaxIdValidation) {
  const { validationId: id, state, checkedOn, evidence, validator, recordedAt, recordedBy } = validation
  const by = { recordedDate: wireInstant(recordedAt), recordedBy, attributes: attributes('TaxIdValidation') }
  return { id, state, checkedOn: formatDay(checkedOn), evidence, validator, ...by }
}

/** @param root path of the taxes: `/taxes`, or that of a partner */
function presentSubmission(submission: StoredExemption | Withholding, root: string) {
  const { partnerId, submittedAt, submittedBy, decidedAt, decidedBy, note, certificateId } = submission
  return {
    ...{ partnerId, submittedDate: wireInstant(submittedAt), submittedBy },
    ...(decidedAt === null ? {} : { decidedDate: wireInstant(decidedAt) }),
    ...(decidedBy === null ? {} : { decidedBy }),
    ...{ note, links: { certificate: link(`${root}/certificates/${certificateId}`) } },
  }
}

export function presentExemption(exemption: StoredExemption, root: string) {
  const { exemptionId: id, country, region, taxClasses, components, certificate, reason, state } = exemption
  return {
    ...{ id, country, region, taxClasses, components, certificateNumber: certificate, reason, state },
    ...{ validFrom: formatDay(exemption.validFrom), ...maybeDay('validTo', exemption.validTo) },
    ...presentSubmission(exemption, root),
    attributes: attributes('TaxExemption'),
  }
}

export function presentWithholding(withholding: Withholding, root: string) {
  const { withholdingId: id, invoiceNumber: invoiceId, currency: currencyCode, total, state } = withholding
  return {
    ...{ id, invoiceId, currencyCode, total: Number(formatAmount(total, currencyCode as Currency)) },
    ...{ state: wireWord(state), ...presentSubmission(withholding, root) },
    attributes: attributes('Withholding'),
  }
}

export function readFile({ fileName, content }: { readonly fileName: string; readonly content: string }): SentFile {
  return { name: fileName, content: new Uint8Array(Buffer.from(content, 'base64')) }
}
