import type { ExportView } from '../../app/exports.js'
import type { Currency } from '../../core/money/currency.js'
import { attributes, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'
import { wireAmount } from './present-charge.js'

type Sums = ExportView['totals'][number]

/**
 * An export as it is shown.
 * @param links where its parts can be downloaded, in order; `undefined` to leave out what it holds
 */
export function presentExport({ job, parts, totals }: ExportView, links: readonly string[] | undefined) {
  const { exportId, state, format, dates, locale, failure, finishedAt } = job
  const manifest = {
    parts: parts.map((part, at) => ({
      partNumber: part.partNumber,
      invoiceId: part.document,
      name: part.name,
      bytes: part.sizeBytes,
      sha256: part.sha256,
      ...presentSums(part),
      downloadLink: links?.[at] ?? '',
    })),
    totals: totals.map(presentSums),
  }
  return {
    ...{ id: exportId, status: state, format, dates, locale, invoiceIds: job.documents },
    rowsTotal: Number(job.rowsTotal),
    rowsDone: Number(job.rowsDone),
    createdDate: wireInstant(job.createdAt),
    ...(finishedAt === null ? {} : { finishedDate: wireInstant(finishedAt) }),
    expiresDate: wireInstant(job.expiresAt),
    ...(failure === null ? {} : { failure }),
    ...(state === 'succeeded' && links !== undefined ? { manifest } : {}),
    links: selfLink(`/exports/${exportId}`),
    attributes: attributes('InvoiceExport'),
  }
}

function presentSums({ currency, rowCount, amount, discount, tax }: Sums) {
  const text = (value: bigint) => wireAmount(value, currency as Currency)
  return {
    currencyCode: currency,
    rows: Number(rowCount),
    amount: text(amount),
    discount: text(discount),
    subtotal: text(amount - discount),
    tax: text(tax),
    total: text(amount - discount + tax),
  }
}
