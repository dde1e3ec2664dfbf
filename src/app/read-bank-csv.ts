import { createHash } from 'node:crypto'
import { amountProblem, parseTypedAmount } from '../core/money/format-amount.js'
import { type FileProblem, LONGEST_TEXT, oneLine, type ReadCredit, type ReadFile } from './bank-file.js'
import { currency, day, optional, rowParser, text } from './import-fields.js'
import { readRows } from './import-rows.js'

const row = rowParser({
  booked_on: day,
  amount: text(30),
  currency,
  payer: optional(text(LONGEST_TEXT), ''),
  payer_account: optional(text(100), ''),
  remittance: optional(text(LONGEST_TEXT), ''),
  structured_reference: optional(text(100), ''),
  entry_reference: optional(text(100), ''),
})

const MOST_ENTRIES = 50_000
const MOST_PROBLEMS = 100
const MOST_MONEY = 10n ** 15n

/**
 * Reads entries from CSV with our own columns, for banks whose statements are no CAMT.053. Amounts have a point and their
 * sign; those below zero are passed over. The same bytes are the same statement.
 *
 * @param account what the provider calls its bank account
 */
export async function readBankCsv(bytes: Uint8Array, account: string): Promise<ReadFile> {
  const problems: FileProblem[] = []
  const credits: ReadCredit[] = []
  let passedOver = 0
  let count = 0
  for await (const rows of readRows(once(bytes), row.columns)) {
    for (const { line, cells, fault } of rows) {
      count += 1
      const parsed = cells === undefined ? undefined : row.parse(cells.map(oneLine))
      if (parsed === undefined || !parsed.ok) {
        problems.push({ line, reason: parsed === undefined ? fault!.reason : parsed.reason })
      } else {
        const { booked_on: bookedOn, amount: written, entry_reference, ...rest } = parsed.value
        const amount = parseTypedAmount(written, rest.currency)
        if (amount === undefined || amount > MOST_MONEY || amount < -MOST_MONEY) {
          problems.push({ line, reason: `amount: ${amountProblem(written, rest.currency)}` })
        } else if (amount <= 0n) passedOver += 1
        else {
          credits.push({
            amount,
            bookedOn,
            currency: rest.currency,
            payer: rest.payer,
            payerAccount: rest.payer_account.replaceAll(' ', ''),
            remittance: rest.remittance,
            structuredReference: rest.structured_reference,
            reference: entry_reference === '' ? `${rest.payer_account} ${rest.remittance}` : entry_reference,
          })
        }
      }
      if (count > MOST_ENTRIES) problems.push({ line, reason: `a file has at most ${MOST_ENTRIES} entries` })
      if (problems.length >= MOST_PROBLEMS || count > MOST_ENTRIES) return { ok: false, problems }
    }
  }
  if (count === 0) problems.push({ line: 1, reason: 'the file has a header and no entries' })
  if (problems.length > 0) return { ok: false, problems }
  const reference = createHash('sha256').update(bytes).digest('hex').slice(0, 32)
  return {
    ok: true,
    statements: [{ account, reference, currency: credits[0]?.currency ?? '', credits, passedOver }],
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
