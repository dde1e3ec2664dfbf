import type { ClosedBooks } from '../app/demo-books.js'
import { table } from './output.js'

/** Prints how the books of the demo were closed. */
export function printBooks(books: ClosedBooks, statementFile: string): void {
  const { exempt, rebilled, delinquent } = books
  console.log(
    `${books.earlier} invoices were paid on time. The last statement of the bank (${statementFile}) brought the rest:\n`,
  )
  const rows = books.credits.map(({ payer, amount, remittance, what }) => [payer, amount, remittance, what])
  console.log(`${table(['Payer', 'Amount', 'What it says', 'What became of it'], rows, [1])}\n`)
  const lines = [
    `Taxes: the provider charges Dutch VAT, and nothing abroad; ${exempt.partner} was exempt from ${exempt.from} to ${exempt.until}.`,
    `Corrected: ${rebilled.number} lacked a purchase order; ${rebilled.voidNote} takes it back, ${rebilled.replacement} replaces it.`,
    `Late: ${delinquent.partner} could buy nothing: "${delinquent.refusal}"`,
    `      It paid ${delinquent.paid}, and may ${delinquent.maySell ? 'buy again' : 'still not buy'}.`,
    `Promised: ${books.adjustment} of goodwill, on the next invoice.`,
  ]
  console.log(`${lines.join('\n')}\n`)
  console.log(table(['Account', 'Currency', 'Balance'], books.accounts, [2]))
  const verdict = books.faults === 0 ? 'are right' : `have ${books.faults} faults`
  console.log(`\nThe books ${verdict}: every entry balances, and each document, its lines, taxes and payments agree.`)
}
