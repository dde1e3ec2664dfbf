import { confirmEntry, ignoreEntry, loadEntries, readEntries } from '../../app/bank-entries.js'
import { importBankStatement, MOST_BANK_BYTES } from '../../app/import-bank-statement.js'
import { formatDay, parseDay } from '../../core/calendar/day.js'
import { accept, refuse } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { foundPage, readSeekPosition } from '../paging.js'
import * as schema from '../schema/payments.js'
import { presentBankEntry, presentImported, presentPayment, readWishes } from './present-payments.js'

const GROUP = 'Bank statements'
/** Parsing keeps the process from answering others; larger files go through the command line. */
const BODY_LIMIT = Math.min(4 * 1_048_576, MOST_BANK_BYTES)

export const BANK_STATEMENT_ENDPOINTS = [
  endpoint({
    id: 'platform-import-camt',
    method: 'POST',
    path: '/v1/platform/bank-statements/camt',
    group: GROUP,
    summary: 'Import a CAMT.053 file (001.02 or 001.08), once; entries that look like those of other files are marked.',
    capability: 'platform.payment.edit',
    takesLong: true,
    transaction: false,
    query: schema.camtQuery,
    body: schema.bankFileBody,
    bodyType: 'application/xml',
    bodyLimit: BODY_LIMIT,
    response: schema.importedStatementsSchema,
    handle: async (call) => {
      const bytes = Buffer.from(call.body)
      const autoExact = call.query.autoExact === 'true'
      const imported = await importBankStatement(call, { format: 'camt.053', bytes, account: '', autoExact })
      return imported.ok ? accept(presentImported(imported.value)) : imported
    },
  }),
  endpoint({
    id: 'platform-import-bank-csv',
    method: 'POST',
    path: '/v1/platform/bank-statements/csv',
    group: GROUP,
    summary: 'Import entries of a bank account from CSV, each file once.',
    capability: 'platform.payment.edit',
    takesLong: true,
    transaction: false,
    query: schema.bankCsvQuery,
    body: schema.bankFileBody,
    bodyType: 'text/csv',
    bodyLimit: BODY_LIMIT,
    response: schema.importedStatementsSchema,
    handle: async (call) => {
      const { account } = call.query
      const autoExact = call.query.autoExact === 'true'
      const imported = await importBankStatement(call, {
        format: 'csv',
        bytes: Buffer.from(call.body),
        account,
        autoExact,
      })
      return imported.ok ? accept(presentImported(imported.value)) : imported
    },
  }),
  endpoint({
    id: 'platform-list-bank-entries',
    method: 'GET',
    path: '/v1/platform/bank-entries',
    group: GROUP,
    summary:
      'Money that came in, oldest first; with each open entry the invoices it may pay, how sure that is, and why.',
    capability: 'platform.billing.read',
    query: schema.bankEntriesQuery,
    response: schema.bankEntriesSchema,
    handle: async (call) => {
      const position = readSeekPosition(call.request, 'text', 'guid')
      if (!position.ok) return position
      const [day, bankEntryId] = position.value.after ?? []
      const bookedOn = parseDay(day ?? '')
      const { state, size = schema.MOST_ENTRIES } = call.query
      const after = bookedOn === undefined || bankEntryId === undefined ? undefined : { bookedOn, bankEntryId }
      const found = await readEntries(call, { state, after, limit: size + 1 })
      const keyOf = (last: (typeof found)[number]) => [formatDay(last.bookedOn), last.bankEntryId]
      return accept(foundPage(found, size, call.request, keyOf, presentBankEntry))
    },
  }),
  endpoint({
    id: 'platform-get-bank-entry',
    method: 'GET',
    path: '/v1/platform/bank-entries/:bankEntryId',
    group: GROUP,
    summary: 'One entry of a bank statement.',
    capability: 'platform.billing.read',
    params: schema.bankEntryParams,
    response: schema.bankEntrySchema,
    handle: async (call) => {
      const { bankEntryId } = call.params
      const [entry] = await loadEntries(call, [bankEntryId])
      if (entry === undefined) return refuse('not-found', { what: 'bank entry', id: bankEntryId })
      return accept(presentBankEntry(entry))
    },
  }),
  endpoint({
    id: 'platform-confirm-bank-entry',
    method: 'POST',
    path: '/v1/platform/bank-entries/:bankEntryId/confirm',
    group: GROUP,
    summary: 'Make an entry a payment of a partner, and pay invoices with it. Once only.',
    capability: 'platform.payment.edit',
    params: schema.bankEntryParams,
    body: schema.confirmBody,
    response: schema.confirmedSchema,
    handle: async (call) => {
      const { bankEntryId } = call.params
      const [entry] = await loadEntries(call, [bankEntryId])
      if (entry === undefined) return refuse('not-found', { what: 'bank entry', id: bankEntryId })
      const allocations = readWishes(call.body, entry.currency)
      if (!allocations.ok) return allocations
      const { partnerId } = call.body
      const confirmed = await confirmEntry(call, bankEntryId, { partnerId, allocations: allocations.value })
      if (!confirmed.ok) return confirmed
      const payment = presentPayment(confirmed.value.payment, `/platform/partners/${partnerId}/payments`)
      return accept({ entry: presentBankEntry(confirmed.value.entry), payment })
    },
  }),
  endpoint({
    id: 'platform-ignore-bank-entry',
    method: 'POST',
    path: '/v1/platform/bank-entries/:bankEntryId/ignore',
    group: GROUP,
    summary: 'Set an entry aside that is no payment of a partner, with the reason.',
    capability: 'platform.payment.edit',
    params: schema.bankEntryParams,
    body: schema.ignoreBody,
    response: schema.bankEntrySchema,
    handle: async (call) => {
      const ignored = await ignoreEntry(call, call.params.bankEntryId, call.body.reason)
      return ignored.ok ? accept(presentBankEntry(ignored.value)) : ignored
    },
  }),
]
