// The other writer of e-invoices: checks our UBL by its schema (names, order, code lists), and makes UBL and CII of it.
import { InvoiceService, invoiceSchema } from '@e-invoice-eu/core'
import { type Element, readXml } from './xml-tree.js'

interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}

const quiet = { log() {}, warn() {}, error() {} }
const RENAMED: Readonly<Record<string, string>> = {
  'cbc:CreditNoteTypeCode': 'cbc:InvoiceTypeCode',
  'cac:CreditNoteLine': 'cac:InvoiceLine',
  'cbc:CreditedQuantity': 'cbc:InvoicedQuantity',
}

/** What the other writer makes of the content of our UBL; throws where its schema refuses it. */
export async function rewrite(ubl: string, format: 'UBL' | 'CII' | 'Factur-X-EN16931'): Promise<Element> {
  const schema = invoiceSchema as unknown as Schema
  const invoice = { 'ubl:Invoice': contentOf(readXml(ubl), schema.properties!['ubl:Invoice']!, 'Invoice') }
  const service = new InvoiceService(quiet as unknown as ConstructorParameters<typeof InvoiceService>[0])
  const written = await service.generate(invoice as never, { format, lang: 'en', noWarnings: true })
  return readXml(String(written))
}

/** Our elements in the other writer's form: attributes beside their element, lists where its schema has lists. */
function contentOf(element: Element, schema: Schema, path: string): unknown {
  if (element.children.length === 0) return element.text
  const content: Record<string, unknown> = {}
  for (const child of element.children) {
    const name = RENAMED[child.name] ?? child.name
    const expected = schema.properties?.[name]
    if (expected === undefined) throw new Error(`${path} has an element that EN 16931 does not know: ${name}`)
    const isList = expected.type === 'array'
    const value = contentOf(child, isList ? expected.items! : expected, `${path}/${name}`)
    if (isList) content[name] = [...((content[name] as unknown[]) ?? []), value]
    else if (name in content) throw new Error(`${path} has ${name} twice`)
    else content[name] = value
    for (const [attribute, text] of Object.entries(child.attributes)) content[`${name}@${attribute}`] = text
  }
  return content
}
