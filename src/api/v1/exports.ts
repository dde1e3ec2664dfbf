import { createExport, listAccountExports, loadExport, loadExportPart } from '../../app/exports.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { offsetPage } from '../paging.js'
import {
  createExportRequest,
  exportParams,
  exportPartParams,
  exportPartQuery,
  exportSchema,
  exportsSchema,
  listExportsQuery,
  MOST_EXPORTS_OF_A_PAGE,
} from '../schema/exports.js'
import { answerFile, RANGE_STATUSES } from './answer-file.js'
import { partLink, partReaderOf } from './file-links.js'
import { presentExport } from './present-export.js'

const GROUP = 'Invoices and costs'
const EXPORTS = '/v1/exports'

export const EXPORT_ENDPOINTS = [
  endpoint({
    id: 'create-invoice-export',
    method: 'POST',
    path: '/v1/invoices/exports',
    group: GROUP,
    summary: 'Has reconciliation files of several or long invoices made; Location is where to ask how far it is.',
    capability: 'billing.read',
    body: createExportRequest,
    response: exportSchema,
    status: 202,
    handle: async (call) => {
      const { invoiceIds: invoices, fromDate: from, toDate: to, format = 'csv', dates, locale } = call.body
      const style = { dates: dates ?? 'published', locale: locale ?? 'en' } as const
      const view = await createExport(call, { invoices, from, to, format, ...style }, call.systemNow)
      if (!view.ok) return view
      call.reply.headers['Location'] = `${EXPORTS}/${view.value.job.exportId}`
      call.reply.headers['Retry-After'] = '2'
      return accept(presentExport(view.value, []))
    },
  }),
  endpoint({
    id: 'list-exports',
    method: 'GET',
    path: EXPORTS,
    group: GROUP,
    summary: 'Exports of the account, newest first, without what they hold.',
    capability: 'billing.read',
    query: listExportsQuery,
    response: exportsSchema,
    handle: async (call) => {
      const { size = MOST_EXPORTS_OF_A_PAGE, offset = 0 } = call.query
      const { jobs, totalCount } = await listAccountExports(call, { offset, limit: size })
      const shown = jobs.map((job) => presentExport({ job, parts: [], totals: [] }, undefined))
      return accept(offsetPage(shown, { uri: call.request.uri, offset, size, totalCount }))
    },
  }),
  endpoint({
    id: 'get-export',
    method: 'GET',
    path: `${EXPORTS}/:exportId`,
    group: GROUP,
    summary: 'How far an export is; once it has succeeded, its parts with hashes, sums and links.',
    capability: 'billing.read',
    params: exportParams,
    response: exportSchema,
    handle: async (call) => {
      const { exportId } = call.params
      const view = await loadExport(call.session, { partnerId: call.scope.accountId, exportId })
      if (!view.ok) return view
      const links: string[] = []
      for (const { partNumber } of view.value.parts) links.push(await partLink(call, exportId, partNumber))
      return accept(presentExport(view.value, links))
    },
  }),
  endpoint({
    id: 'download-export-part',
    method: 'GET',
    path: `${EXPORTS}/:exportId/parts/:partNumber`,
    group: GROUP,
    summary: 'A part of an export, or a range of its bytes.',
    capability: 'billing.read',
    byLink: true,
    params: exportPartParams,
    query: exportPartQuery,
    response: 'binary',
    otherStatuses: RANGE_STATUSES,
    handle: async (call) => {
      const { exportId, partNumber } = call.params
      const reader = await partReaderOf(call, exportId, partNumber, call.query)
      if (!reader.ok) return reader
      const key = { partnerId: reader.value.scope.accountId, exportId }
      const file = await loadExportPart(call.session, key, partNumber)
      return file.ok ? answerFile(call, file.value, 'attachment') : file
    },
  }),
]
