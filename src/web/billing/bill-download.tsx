import { Download } from '../parts/download.js'
import { pathOf } from '../wire/path.js'
import { useLanguage } from '../words/words.js'

/** The document of a bill as PDF, in the language of the page. */
export function BillDownload({ id }: { readonly id: string }) {
  const language = useLanguage()
  return (
    <Download
      request={{ path: pathOf`/v1/invoices/${id}/documents/statement`, query: { format: 'pdf', language } }}
      name={`${id}.pdf`}
      text="PDF"
    />
  )
}
