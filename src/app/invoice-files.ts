import { Writable } from 'node:stream'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { E_INVOICE_OBSTACLES, type EInvoiceObstacle, eInvoiceObstacles } from './documents/e-invoice-obstacles.js'
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

/** The language of a PDF: the one asked for, or else the usual one of the provider. */
export function documentLanguageOf(
  languages: readonly string[],
  wanted: DocumentLanguage | undefined,
): DocumentLanguage {
  return wanted ?? DOCUMENT_LANGUAGES.find((one) => one === languages[0]) ?? 'en'
}

const ENDINGS: Readonly<Record<DocumentFormat, (language: DocumentLanguage) => string>> = {
  pdf: (language) => `-${language}.pdf`,
  'factur-x': (language) => `-${language}-factur-x.pdf`,
  ubl: () => '-ubl.xml',
  cii: () => '-cii.xml',
}

/** What the file of a document is called; no two documents have one name. */
export function documentFileName(number: string, format: DocumentFormat, language: DocumentLanguage): string {
  return number + ENDINGS[format](language)
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
  const language = documentLanguageOf(languages, wanted)
  const { number } = document
  const name = documentFileName(number, format, language)
  if (format !== 'pdf') {
    const obstacles = eInvoiceObstacles(document, format === 'ubl' ? 'ubl' : 'cii')
    if (obstacles.length > 0) return refusedEInvoice(number, obstacles)
  }
  switch (format) {
    case 'ubl': {
      const { writeUbl } = await import('./documents/write-ubl.js')
      return accept(xmlFile(name, writeUbl(document)))
    }
    case 'cii': {
      const { writeCii } = await import('./documents/write-cii.js')
      return accept(xmlFile(name, writeCii(document)))
    }
    case 'factur-x': {
      const { writeFacturX } = await import('./documents/write-factur-x.js')
      const bytes = await gathered((output) => writeFacturX(document, details(), language, output))
      return accept({ name, mediaType: 'application/pdf', bytes })
    }
    case 'pdf': {
      const { writeInvoicePdf } = await import('./documents/write-invoice-pdf.js')
      const bytes = await gathered((output) => writeInvoicePdf(document, details(), language, output))
      return accept({ name, mediaType: 'application/pdf', bytes })
    }
  }
}

/** Says each obstacle in a sentence, and gives them as data besides. */
function refusedEInvoice(number: string, obstacles: readonly EInvoiceObstacle[]): Outcome<never> {
  const sentences = obstacles.map((obstacle) => E_INVOICE_OBSTACLES[obstacle])
  const { refusal } = refuse('e-invoice-incomplete', { number, obstacles: sentences.join('; ') })
  return { ok: false, refusal: { ...refusal, details: obstacles } }
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
