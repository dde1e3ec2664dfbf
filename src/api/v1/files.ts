import { Readable } from 'node:stream'
import { MEDIA_TYPES, openReconSource, reconFileName, streamReconFile } from '../../app/files/recon-file.js'
import { loadInvoice } from '../../app/invoice-views.js'
import { accept } from '../../core/refusal.js'
import { attachment } from '../attachment.js'
import { endpoint } from '../endpoint.js'
import { invoiceFileParams, invoiceFileQuery } from '../schema/invoice.js'

export const FILE_ENDPOINTS = [
  endpoint({
    id: 'invoice-reconciliation-file',
    method: 'GET',
    path: '/v1/invoices/:invoiceId/files/:format',
    group: 'Invoices and costs',
    summary:
      'A reconciliation file of an invoice as CSV or XLSX, sent while it is read; the kind says which, where it has several.',
    capability: 'billing.read',
    takesLong: true,
    params: invoiceFileParams,
    query: invoiceFileQuery,
    response: 'binary',
    handle: async (call) => {
      const { invoiceId, format } = call.params
      const { dates = 'published', locale = 'en', kind } = call.query
      const invoice = await loadInvoice(call, invoiceId)
      if (!invoice.ok) return invoice
      const source = await openReconSource(call.database, invoice.value, { kind })
      if (!source.ok) return source
      call.reply.headers['content-type'] = MEDIA_TYPES[format]
      call.reply.headers['content-disposition'] = attachment(reconFileName(source.value, format))
      return accept(Readable.from(streamReconFile(source.value, { format, dates, locale }), { objectMode: false }))
    },
  }),
]
