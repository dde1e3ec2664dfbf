import type { Day } from '../core/calendar/day.js'
import type { DocumentParty } from '../core/invoicing/invoice-document.js'
import type { TaxRegistration } from '../core/invoicing/tax-treatment.js'
import type { Address } from '../core/ordering/address.js'
import {
  type BilledPartner,
  type InvoiceParties,
  listBilledPartners,
  type PartiesOfInvoice,
} from '../store/invoice-parties.js'
import { findProviderProfile, type ProviderProfile } from '../store/tax-provider.js'
import { listRegistrations } from '../store/tax-rates.js'
import type { PartnerBillingProfile } from './partner-profiles.js'
import { loadBuyers, profileOn } from './tax-standing.js'
import type { Session } from './use-case.js'

/** An invoice, as far as it says who it is for. */
export interface AddressedInvoice {
  readonly partnerId: string
  readonly number: string
  readonly invoiceDate: Day
}

/**
 * Who invoices are from and to, as far as it is known now: tax ids are those of the day of the invoice. Nothing where the
 * provider has not written its profile.
 */
export async function partiesOf(
  session: Session,
  invoices: readonly AddressedInvoice[],
): Promise<readonly PartiesOfInvoice[]> {
  const provider = await findProviderProfile(session)
  if (provider === undefined || invoices.length === 0) return []
  const partnerIds = [...new Set(invoices.map(({ partnerId }) => partnerId))]
  const registrations = await listRegistrations(session)
  const buyers = await loadBuyers(session, partnerIds)
  const partners = new Map((await listBilledPartners(session, partnerIds)).map((one) => [one.partnerId, one]))
  return invoices.map(({ partnerId, number, invoiceDate }) => {
    const partner = partners.get(partnerId)!
    const taxId = profileOn(buyers.get(partnerId)!, invoiceDate)?.taxId ?? undefined
    const seller = sellerOf(provider.profile, registrations, partner.country, invoiceDate)
    return { partnerId, number, said: saidOf(provider.profile, seller, partner, taxId) }
  })
}

function saidOf(
  { payment, supportUrl, languages }: ProviderProfile,
  seller: DocumentParty,
  partner: BilledPartner,
  taxId: string | undefined,
): InvoiceParties {
  const { mpnId: customerNumber } = partner
  const profile = (partner.profile ?? {}) as Partial<PartnerBillingProfile>
  const purchaseOrder = profile.purchaseOrderNumber ?? ''
  const buyer = buyerOf(partner, profile, taxId)
  return { seller, buyer, customerNumber, purchaseOrder, buyerReference: '', payment, supportUrl, languages }
}

function sellerOf(
  { name, address, registrationNumber, email, phone, electronicAddress }: ProviderProfile,
  registrations: readonly TaxRegistration[],
  country: string,
  day: Day,
): DocumentParty {
  const holding = registrations.filter(({ since, until }) => since <= day && (until === undefined || day < until))
  const local = holding.find((one) => one.kind === 'local' && one.country === country)
  const vatId = (local ?? holding.find(({ kind }) => kind === 'home'))?.number
  return { name, address, vatId, registrationNumber, email, phone, electronicAddress: electronicAddress ?? undefined }
}

function buyerOf(
  { name, country }: BilledPartner,
  { companyName, address, primaryContact }: Partial<PartnerBillingProfile>,
  vatId: string | undefined,
): DocumentParty {
  const { email = '', phoneNumber: phone = '' } = primaryContact ?? {}
  return {
    name: companyName ?? name,
    address: addressOf(address ?? { country }),
    vatId,
    registrationNumber: '',
    email,
    phone,
    electronicAddress: undefined,
  }
}

function addressOf({ addressLine1, addressLine2, addressLine3, city, postalCode, state, country }: Address) {
  const lines = [addressLine1, addressLine2, addressLine3].filter((line) => line !== undefined && line !== '')
  return {
    lines: lines as string[],
    city: city ?? '',
    postalCode: postalCode ?? '',
    region: state ?? '',
    country,
  }
}
