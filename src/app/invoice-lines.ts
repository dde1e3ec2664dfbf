import type { Charge } from '../core/charging/charge.js'
import type { Meter } from '../core/rating/meter.js'
import type { ReconInvoice, ReconLine } from '../core/recon/recon-line.js'
import { BinaryRowReader } from '../store/binary-copy.js'
import { readStoredCharge, type StoredCharge } from '../store/charges.js'
import type { Invoice } from '../store/invoices.js'
import { loadMeters } from '../store/meters.js'
import {
  type ChargeKind,
  type ChargePage,
  type ChargePosition,
  RECON_FIELDS,
  RECON_SUBSCRIPTION_FIELD,
  readStoredUsage,
  readSubscriptionTitle,
  type StoredUsage,
  type SubscriptionTitle,
} from '../store/recon-lines.js'
import { currentCatalog } from './current-catalog.js'
import { type LineTax, loadLineTax } from './line-taxes.js'
import { loadReconOwner, reconLineReader, usageReader } from './recon-reader.js'
import type { Session } from './use-case.js'

export type { ChargeKind, ChargePage, ChargePosition }

/** A charge with its subscription, before it is a line. */
export interface TitledCharge {
  readonly charge: Charge
  readonly subscriptionId: string
  readonly title: SubscriptionTitle
  readonly usage: StoredUsage | null
}

/** Reads what `copyInvoiceCharges` and the like give, a page at a time. */
export async function readTitledCharges(
  rows: AsyncIterable<Uint8Array>,
): Promise<(TitledCharge & Omit<StoredCharge, 'charge'>)[]> {
  const read: (TitledCharge & Omit<StoredCharge, 'charge'>)[] = []
  const reader = new BinaryRowReader(RECON_FIELDS, (row) => {
    const subscriptionId = row.uuid(RECON_SUBSCRIPTION_FIELD)
    read.push({
      ...readStoredCharge(row),
      subscriptionId,
      title: readSubscriptionTitle(row),
      usage: readStoredUsage(row),
    })
  })
  for await (const bytes of rows) reader.push(bytes)
  reader.finish()
  return read
}

/** Makes the lines of charges of one invoice, with the customers they are about and no others. */
export async function linesOf(
  session: Session,
  partnerId: string,
  invoice: ReconInvoice,
  charges: readonly TitledCharge[],
  taxOf: LineTax,
): Promise<ReconLine[]> {
  const catalog = await currentCatalog(session)
  const customerIds = [...new Set(charges.map(({ title }) => title.customerId))]
  const owner = await loadReconOwner(session, partnerId, customerIds)
  const facts = {
    title: ({ title }: TitledCharge) => title,
    usage: usageReader(usageOf, await metersOf(session, charges)),
  }
  const lineOf = reconLineReader(invoice, owner, catalog, facts, taxOf)
  return charges.map((one) => lineOf(one.charge, one.subscriptionId, one))
}

function usageOf({ usage }: TitledCharge): StoredUsage | null {
  return usage
}

/** The meters that charges are for; most are for none, and then nothing is asked. */
async function metersOf(session: Session, charges: readonly TitledCharge[]): Promise<ReadonlyMap<string, Meter>> {
  const ids = new Set<string>()
  for (const { usage } of charges) if (usage !== null) ids.add(usage.meterId)
  return ids.size === 0 ? new Map() : loadMeters(session, [...ids])
}

/** Makes the lines of charges of an issued invoice, with their taxes. */
export async function issuedLinesOf(
  session: Session,
  invoice: Invoice,
  charges: readonly TitledCharge[],
): Promise<ReconLine[]> {
  const { number, invoiceDate: date, invoiceType: type, partnerId } = invoice
  const taxOf = await loadLineTax(session, invoice, await currentCatalog(session))
  return linesOf(session, partnerId, { number, date, type }, charges, taxOf)
}

/** Where a list goes on after a line. */
export function positionOf({ subscription, charge }: ReconLine): ChargePosition {
  return { subscriptionId: subscription.subscriptionId, chargeNumber: charge.number }
}
