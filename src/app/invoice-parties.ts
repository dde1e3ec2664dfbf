import type { Day } from '../core/calendar/day.js'
import type { DocumentParty } from '../core/invoicing/invoice-document.js'
import type { TaxRegistration } from '../core/invoicing/tax-treatment.js'
import type { Address } from '../core/ordering/address.js'
import { vatIdOf } from '../core/ordering/vat-id.js'
import {
  type BilledPartner,
  type InvoiceParties,
  listBilledPartners,
  type PartiesOfInvoice,
} from '../store/invoice-parties.js'
import { findProviderProfile, type ProviderProfile } from '../store/tax-provider.js'
import { listRegistrations } from '../store/tax-rates.js'
import type { StoredCatalog } from './current-catalog.js'
import type { PartnerBillingProfile } from './partner-profiles.js'
import { asKnownNow, loadBuyers, profileOn, registrationFor } from './tax-standing.js'
import type { Session } from './use-case.js'

/** An invoice, as far as it says who it is for. */
export interface AddressedInvoice {
  readonly partnerId: string
  readonly number: string
  readonly invoiceDate: Day
  readonly lines: readonly SoldSku[]
}

/** What a line is about; empty texts where that is no SKU. */
type SoldSku = { readonly productId: string; readonly skuId: string }

/**
 * Who invoices are from and to, as far as it is known now: tax ids are those of the day of the invoice. Nothing where the
 * provider has not written its profile.
 * @param known `now` takes the tax id as it is known now, for a document that replaces another
 */
export async function partiesOf(
  session: Session,
  invoices: readonly AddressedInvoice[],
  { skus }: Pick<StoredCatalog, 'skus'>,
  known: 'then' | 'now' = 'then',
): Promise<readonly PartiesOfInvoice[]> {
  const provider = await findProviderProfile(session)
  if (provider === undefined || invoices.length === 0) return []
  const partnerIds = [...new Set(invoices.map(({ partnerId }) => partnerId))]
  const registrations = await listRegistrations(session)
  const history = await loadBuyers(session, partnerIds)
  const buyers = known === 'then' ? history : asKnownNow(history)
  const partners = new Map((await listBilledPartners(session, partnerIds)).map((one) => [one.partnerId, one]))
  return invoices.map(({ partnerId, number, invoiceDate, lines }) => {
    const partner = partners.get(partnerId)!
    const taxId = profileOn(buyers.get(partnerId)!, invoiceDate)?.taxId ?? undefined
    const registration = registrationFor({ registrations, rates: [], buyers }, partnerId, invoiceDate)
    const seller = sellerOf(provider.profile, registration)
    const publisherNames = publisherNamesOf(lines, skus)
    return { partnerId, number, said: { ...saidOf(provider.profile, seller, partner, taxId), publisherNames } }
  })
}

function publisherNamesOf(lines: readonly SoldSku[], skus: StoredCatalog['skus']): Record<string, string> {
  const keys = new Set(lines.map(skuKey))
  return Object.fromEntries([...keys].flatMap((key) => (skus.has(key) ? [[key, skus.get(key)!.publisherName]] : [])))
}

/** The name of a SKU in the catalogue, and in what is kept of publishers. */
export function skuKey({ productId, skuId }: SoldSku): string {
  return `${productId}:${skuId}`
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
  registration: TaxRegistration | undefined,
): DocumentParty {
  const number = taxNumbersOf(registration?.country ?? '', registration?.number)
  return {
    name,
    address,
    ...number,
    registrationNumber,
    email,
    phone,
    electronicAddress: electronicAddress ?? undefined,
  }
}

/** Where the ids of a country have no prefix, they are no VAT ids as documents across borders know them. */
function taxNumbersOf(country: string, taxId: string | undefined): Pick<DocumentParty, 'vatId' | 'taxNumber'> {
  const vatId = taxId === undefined ? undefined : vatIdOf(country, taxId)
  return vatId === undefined && taxId !== undefined ? { vatId, taxNumber: taxId } : { vatId }
}

function buyerOf(
  { name, country }: BilledPartner,
  { companyName, address, primaryContact }: Partial<PartnerBillingProfile>,
  taxId: string | undefined,
): DocumentParty {
  const { email = '', phoneNumber: phone = '' } = primaryContact ?? {}
  return {
    name: companyName ?? name,
    address: addressOf(address ?? { country }),
    ...taxNumbersOf(country, taxId),
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
