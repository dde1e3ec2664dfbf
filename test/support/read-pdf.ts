// What a reader of PDF files finds in one.
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'

export interface ReadPdf {
  readonly pages: readonly string[]
  /** All pages as one text. */
  readonly text: string
  readonly attachments: Readonly<Record<string, Uint8Array>>
  readonly info: Readonly<Record<string, unknown>>
  /** XMP, as it stands in the file. */
  readonly metadata: string
}

export async function readPdf(bytes: Buffer): Promise<ReadPdf> {
  const pdf = await getDocument({
    data: new Uint8Array(bytes),
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: VerbosityLevel.ERRORS,
  }).promise
  const pages: string[] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join(' '))
  }
  const found = ((await pdf.getAttachments()) ?? {}) as Record<string, { filename: string; content: Uint8Array }>
  const { info, metadata } = await pdf.getMetadata()
  await pdf.destroy()
  return {
    pages,
    text: pages.join('\n').replace(/\s+/g, ' '),
    attachments: Object.fromEntries(Object.values(found).map(({ filename, content }) => [filename, content])),
    info: info as Record<string, unknown>,
    metadata: metadata?.getRaw() ?? '',
  }
}
