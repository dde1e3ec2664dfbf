import { Writable } from 'node:stream'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { eInvoiceObstacles } from './documents/e-invoice-obstacles.js'
import { DOCUMENT_LANGUAGES, type DocumentLanguage } from './documents/language.js'
import type { WritableInvoice } from './invoice-documents.js'

/** What a document can be written as. */
export const DOCUMENT_FORMATS = ['pdf', 'factur-x', 'ubl', 'cii'] as const
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number]

export { DOCUMENT_LANGUAGES, type DocumentLanguage }

export interface DocumentFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/**
 * Writes a document: `pdf`, the XML of an e-invoice (`ubl` as Peppol takes it, or `cii`), or both in one file
 * (`factur-x`). The same document gives the same bytes. Refused where it lacks what an e-invoice has to say.
 */
export async function writeDocumentFile(
  { document, languages, details }: WritableInvoice,
  format: DocumentFormat,
  wanted: DocumentLanguage | undefined,
): Promise<Outcome<DocumentFile>> {
  const language = wanted ?? DOCUMENT_LANGUAGES.find((one) => one === languages[0]) ?? 'en'
  const { number } = document
  if (format !== 'pdf') {
    const obstacles = eInvoiceObstacles(document, format === 'ubl' ? 'ubl' : 'cii')
    if (obstacles.length > 0) return refuse('e-invoice-incomplete', { number, obstacles: obstacles.join(', ') })
  }
  switch (format) {
    case 'ubl': {
      const { writeUbl } = await import('./documents/write-ubl.js')
      return accept(xmlFile(`${number}-ubl.xml`, writeUbl(document)))
    }
    case 'cii': {
      const { writeCii } = await import('./documents/write-cii.js')
      return accept(xmlFile(`${number}-cii.xml`, writeCii(document)))
    }
    case 'factur-x': {
      const { writeFacturX } = await import('./documents/write-factur-x.js')
      const bytes = await gathered((output) => writeFacturX(document, details(), language, output))
      return accept({ name: `${number}-${language}-factur-x.pdf`, mediaType: 'application/pdf', bytes })
    }
    case 'pdf': {
      const { writeInvoicePdf } = await import('./documents/write-invoice-pdf.js')
      const bytes = await gathered((output) => writeInvoicePdf(document, details(), language, output))
      return accept({ name: `${number}-${language}.pdf`, mediaType: 'application/pdf', bytes })
    }
  }
}

function xmlFile(name: string, text: string): DocumentFile {
  return { name, mediaType: 'application/xml', bytes: Buffer.from(text) }
}

async function gathered(write: (output: Writable) => Promise<void>): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  await write(output)
  return Buffer.concat(chunks)
}
