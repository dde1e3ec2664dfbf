import type { Tone } from '../parts/status.js'
import type { Bill } from './types.js'
import type { BillingWords } from './words.js'

type StateWord =
  | 'stateOpen'
  | 'statePaid'
  | 'statePartly'
  | 'stateOverdue'
  | 'stateVoid'
  | 'stateCredited'
  | 'stateCredit'
  | 'stateNote'

/** Notes take something off another document; nothing is owed on them. */
export function isNote({ documentType }: Pick<Bill, 'documentType'>): boolean {
  return documentType === 'credit_note' || documentType === 'void_note'
}

/** How a document stands, in one word. */
export function stateOf(bill: Bill): { readonly word: StateWord; readonly tone: Tone } {
  if (isNote(bill)) return { word: 'stateNote', tone: 'plain' }
  if (bill.amendments.some(({ documentType }) => documentType === 'void_note'))
    return { word: 'stateVoid', tone: 'over' }
  if (bill.openAmount < 0) return { word: 'stateCredit', tone: 'plain' }
  if (bill.overdue) return { word: 'stateOverdue', tone: 'bad' }
  if (bill.openAmount > 0) {
    return bill.paidAmount > 0 ? { word: 'statePartly', tone: 'waiting' } : { word: 'stateOpen', tone: 'waiting' }
  }
  return bill.paidAmount === 0 && bill.creditedAmount > 0
    ? { word: 'stateCredited', tone: 'plain' }
    : { word: 'statePaid', tone: 'good' }
}

/** The word for a way to pay; a way we do not know as it is. */
export function methodText(method: string, say: BillingWords): string {
  const known = ['bank_transfer', 'check', 'card', 'other', 'withholding_tax', 'credit'] as const
  const word = known.find((one) => one === method)
  return word === undefined ? method : say(word)
}
