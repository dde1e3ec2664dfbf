import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { MILLISECONDS_PER_DAY } from '../../core/calendar/day.js'
import type { DocumentDetail, InvoiceDocument } from '../../core/invoicing/invoice-document.js'
import { labelText } from './labels.js'
import type { DocumentLanguage } from './language.js'
import { writeDetails, writeProductLines } from './pdf-details.js'
import { writeLastPage } from './pdf-last-page.js'
import { writeSummary } from './pdf-summary.js'
import { closeSheet, nextPage, openSheet } from './sheet.js'
import type { Pdf } from './typesetter.js'

const FONT = fileURLToPath(new URL('fonts/NotoSans-Regular.ttf', import.meta.url))

/**
 * Writes the document as PDF/A-3b: the summary, what is charged of each product, the details, and where publishers are.
 * The same document gives the same bytes. Nothing is kept but the page that is being written, so details may be many;
 * where they or the output fail, the output is destroyed and the error thrown.
 */
export async function writeInvoicePdf(
  document: InvoiceDocument,
  details: AsyncIterable<DocumentDetail>,
  language: DocumentLanguage,
  output: Writable,
): Promise<void> {
  await writePdf(document, details, language, output, () => {})
}

/** As above, with what `prepare` adds to the file before its first page. */
export async function writePdf(
  document: InvoiceDocument,
  details: AsyncIterable<DocumentDetail>,
  language: DocumentLanguage,
  output: Writable,
  prepare: (pdf: Pdf, made: Date) => void,
): Promise<void> {
  const made = new Date(document.issuedOn * MILLISECONDS_PER_DAY)
  const pdf = await openPdf(document, language, made)
  const written = pipeline(pdf, output)
  written.catch(() => {}) // it is awaited below; until then nobody else may take it for unhandled
  try {
    prepare(pdf, made)
    const sheet = openSheet(pdf, language, `${document.seller.name} · ${document.number}`)
    writeSummary(sheet, document)
    nextPage(sheet)
    writeProductLines(sheet, document)
    await writeDetails(sheet, document, details, () => roomFor(pdf, output, written))
    writeLastPage(sheet, document)
    closeSheet(sheet)
    pdf.end()
  } catch (error) {
    pdf.destroy(error as Error)
  }
  await written
}

/** The package is loaded when it is needed: it takes half a second, which every command would pay for. */
async function openPdf(document: InvoiceDocument, language: DocumentLanguage, made: Date): Promise<Pdf> {
  const { default: PDFDocument } = await import('pdfkit')
  return new PDFDocument({
    autoFirstPage: false,
    size: 'A4',
    margin: 0,
    font: FONT,
    lang: language,
    pdfVersion: '1.7',
    subset: 'PDF/A-3b',
    displayTitle: true,
    info: {
      Title: `${labelText(language, document.documentType)} ${document.number.replace(/[^\w.-]/g, '-')}`,
      Producer: 'prorata',
      Creator: 'prorata',
      CreationDate: made,
      ModDate: made,
    },
  })
}

/** Lets the output take what is written, and waits while it cannot take more. */
async function roomFor(pdf: Pdf, output: Writable, written: Promise<void>): Promise<void> {
  await turn()
  if (output.writableNeedDrain) await Promise.race([once(output, 'drain'), written])
  if ((pdf as unknown as { destroyed: boolean }).destroyed) await written
}
