import type { Writable } from 'node:stream'
import type { DocumentDetail, InvoiceDocument } from '../../core/invoicing/invoice-document.js'
import type { DocumentLanguage } from './language.js'
import { writeCii } from './write-cii.js'
import { writePdf } from './write-invoice-pdf.js'

const FILE_NAME = 'factur-x.xml'
const NAMESPACE = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#'
/** What the metadata of a Factur-X file say, with the descriptions PDF/A wants of words it does not know. */
const WORDS = [
  { name: 'DocumentFileName', value: FILE_NAME, meaning: 'name of the embedded XML invoice file' },
  { name: 'DocumentType', value: 'INVOICE', meaning: 'INVOICE' },
  { name: 'Version', value: '1.0', meaning: 'The actual version of the Factur-X XML schema' },
  { name: 'ConformanceLevel', value: 'EN 16931', meaning: 'The conformance level of the embedded Factur-X data' },
] as const

/**
 * Writes the PDF with the e-invoice inside: Factur-X 1.0 (ZUGFeRD 2), profile EN 16931. Throws where
 * `eInvoiceObstacles(document, 'cii')` names any.
 */
export async function writeFacturX(
  document: InvoiceDocument,
  details: AsyncIterable<DocumentDetail>,
  language: DocumentLanguage,
  output: Writable,
): Promise<void> {
  const xml = writeCii(document)
  await writePdf(document, details, language, output, (pdf, made) => {
    // How the two belong together is missing in the types of pdfkit.
    const options: Parameters<typeof pdf.file>[1] & { readonly relationship: string } = {
      name: FILE_NAME,
      type: 'text/xml',
      description: 'Factur-X',
      relationship: 'Alternative',
      creationDate: made,
      modifiedDate: made,
    }
    pdf.file(Buffer.from(xml, 'utf8'), options)
    pdf.appendXML(metadata())
  })
}

function metadata(): string {
  const values = WORDS.map(({ name, value }) => `<fx:${name}>${value}</fx:${name}>`)
  const words = WORDS.map(
    ({ name, meaning }) => `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>${meaning}</pdfaProperty:description></rdf:li>`,
  )
  return `<rdf:Description rdf:about="" xmlns:fx="${NAMESPACE}">
${values.join('\n')}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>${NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
${words.join('\n')}
</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`
}
