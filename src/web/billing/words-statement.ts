import { wordsOf } from '../words/words.js'

/** What the running statement says. */
export const useStatementWords = wordsOf('billing-statement', {
  en: {
    title: 'Statement of {{year}}',
    year: 'Year',
    opening: 'Balance at the start',
    date: 'Date',
    what: 'What',
    due: 'Due',
    amount: 'Amount',
    balance: 'Balance after it',
    invoice: 'Invoice {{id}}',
    credit_note: 'Credit on {{id}}',
    payment: 'Payment',
    refund: 'Refund',
    write_off: 'Write-off of {{id}}',
    empty: 'Nothing was invoiced or paid in {{year}} in this currency.',
    explain: 'Positive amounts are what you owe more; negative ones what you owe less.',
  },
  nl: {
    title: 'Rekeningoverzicht van {{year}}',
    year: 'Jaar',
    opening: 'Beginsaldo',
    date: 'Datum',
    what: 'Wat',
    due: 'Vervaldatum',
    amount: 'Bedrag',
    balance: 'Saldo daarna',
    invoice: 'Factuur {{id}}',
    credit_note: 'Creditering van {{id}}',
    payment: 'Betaling',
    refund: 'Terugbetaling',
    write_off: 'Afboeking van {{id}}',
    empty: 'In {{year}} is er in deze valuta niets gefactureerd of betaald.',
    explain: 'Positieve bedragen komen bij wat je moet betalen; negatieve gaan eraf.',
  },
})
