import { expect, it } from 'vitest'
import { stateOf } from './state.js'
import type { Bill } from './types.js'

const BILL: Bill = {
  id: 'D000000001',
  documentType: 'invoice',
  invoiceType: 'recurring',
  issuedDate: '2026-01-15',
  dueDate: '2026-03-16',
  periodStartDate: '2025-12-15',
  periodEndDate: '2026-01-14',
  currencyCode: 'EUR',
  totalAmount: 100,
  paidAmount: 0,
  creditedAmount: 0,
  openAmount: 100,
  overdue: false,
  amendments: [],
}
const VOID = { id: 'C000000001', documentType: 'void_note' as const, issuedDate: '2026-02-01', totalAmount: -100 }

it.each([
  ['stateOpen', {}],
  ['stateOverdue', { overdue: true }],
  ['statePartly', { paidAmount: 40, openAmount: 60 }],
  ['statePaid', { paidAmount: 100, openAmount: 0 }],
  ['stateCredited', { creditedAmount: 100, openAmount: 0 }],
  ['stateCredit', { paidAmount: 100, creditedAmount: 20, openAmount: -20 }],
  ['stateVoid', { creditedAmount: 100, openAmount: 0, amendments: [VOID] }],
  ['stateNote', { documentType: 'credit_note', openAmount: 0 }],
] as const)('a document is %s', (word, changes) => {
  expect(stateOf({ ...BILL, ...changes } as Bill).word).toBe(word)
})
