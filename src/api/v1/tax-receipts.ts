import { keepTaxReceipt, loadTaxReceipt } from '../../app/tax-receipts.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import { invoiceParams, receiptBody, receiptBodyLimit, receiptParams, receiptSchema } from '../schema/invoice.js'
import { answerFile, RANGE_STATUSES } from './answer-file.js'

export const TAX_RECEIPT_ENDPOINTS = [
  endpoint({
    id: 'invoice-receipt',
    method: 'GET',
    path: '/v1/invoices/:invoiceId/receipts/:receiptId/documents/statement',
    group: 'Invoices and costs',
    summary: 'A receipt of a tax office for an invoice, as PDF.',
    capability: 'billing.read',
    userOnly: true,
    params: receiptParams,
    response: 'binary',
    otherStatuses: RANGE_STATUSES,
    handle: async (call) => {
      const receipt = await loadTaxReceipt(call, call.params.invoiceId, call.params.receiptId)
      return receipt.ok ? answerFile(call, receipt.value) : receipt
    },
  }),
  endpoint({
    id: 'platform-keep-tax-receipt',
    method: 'POST',
    path: '/v1/platform/invoices/:invoiceId/receipts',
    group: 'Billing of the provider',
    summary: 'Keep a receipt of a tax office for an invoice: a PDF, for good.',
    capability: 'platform.tax.edit',
    bodyLimit: receiptBodyLimit,
    params: invoiceParams,
    body: receiptBody,
    response: receiptSchema,
    status: 201,
    handle: async (call) => {
      const kept = await keepTaxReceipt(call, call.params.invoiceId, Buffer.from(call.body.content, 'base64'))
      return kept.ok ? accept({ id: kept.value, attributes: attributes('TaxReceipt') }) : kept
    },
  }),
]
