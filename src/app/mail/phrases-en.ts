import { isToBePaid, type Phrases, writersOf } from './phrases.js'

const { money, day } = writersOf('en')

const OVERDUE = ['Payment reminder', 'Second payment reminder', 'Third payment reminder', 'Last payment reminder']

const DOCUMENTS = {
  invoice: 'Invoice',
  'credit-note': 'Credit note',
  'void-note': 'Void note',
  'adjustment-note': 'Adjustment note',
} as const

const WITHHOLDING = {
  approved: { verb: 'approved', next: 'It will be credited on the invoice shortly.' },
  'sent-back': { verb: 'sent back', next: 'Please correct the claim and submit it again.' },
  completed: { verb: 'credited', next: 'The invoice has been paid with the tax that you withheld.' },
} as const

const EXEMPTION = {
  approved: 'It holds for invoices issued from now on within its validity; those issued before stay as they are.',
  rejected: 'Your invoices are taxed as if there was no exemption. You may submit another certificate.',
} as const

const note = (text: string) => (text === '' ? [] : [`What the reviewer says: ${text}`])
const toInvoice = (number: string) => ({ label: `See ${number}`, path: `/invoices/${number}` })
const PAID = 'If you have paid in the meantime, please disregard this mail.'

export const ENGLISH: Phrases = {
  greeting: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
  signature: (provider) => ['Kind regards,', provider],
  provider: 'Your provider',
  why: {
    role: (partner) => `You get this mail because you manage ${partner} or its billing.`,
    contact: (partner) => `You get this mail because you are the billing contact of ${partner}.`,
    submitter: (partner) => `You get this mail because you submitted this for ${partner}.`,
    test: () => 'You get this mail because somebody tests whether mail arrives.',
  },
  preferences: 'Which mails you get, and in which language, you can set in your mail preferences.',
  attached: 'The document is attached.',
  letters: {
    'invoice-ready': ({ partner, document, number, amends, issuedOn, dueOn, currency, amount }) => ({
      subject: `${DOCUMENTS[document]} ${number} is ready`,
      opening: [`A document of ${partner} is ready.`],
      rows: [
        [DOCUMENTS[document], number],
        ...(amends === null ? [] : [['Amends', amends] as const]),
        ['Date', day(issuedOn)],
        ['Total', money(currency, amount)],
        ...(isToBePaid(document) ? [['Due date', day(dueOn)] as const] : []),
      ],
      closing: [],
      link: toInvoice(number),
    }),
    'due-soon': ({ partner, number, dueOn, currency, amount }) => ({
      subject: `Invoice ${number} is due on ${day(dueOn)}`,
      opening: [`An invoice of ${partner} is due soon.`],
      rows: [
        ['Invoice', number],
        ['Open', money(currency, amount)],
        ['Due date', day(dueOn)],
      ],
      closing: [PAID],
      link: toInvoice(number),
    }),
    overdue: ({ partner, level, number, dueOn, currency, amount }) => ({
      subject: `${OVERDUE[level - 1] ?? OVERDUE[0]}: invoice ${number}`,
      opening: [`We have not received the payment of an invoice of ${partner}.`],
      rows: [
        ['Invoice', number],
        ['Open', money(currency, amount)],
        ['Was due on', day(dueOn)],
      ],
      closing: ['Please pay it as soon as you can, and name the number of the invoice.', PAID],
      link: toInvoice(number),
    }),
    'past-due': ({ partner, currency, amount, since }) => ({
      subject: `${partner} is past due`,
      opening: [
        `Invoices of ${partner} are past due. Until they are paid nothing new can be bought; existing subscriptions go on, and renew, as before.`,
      ],
      rows: [['Past due', money(currency, amount)], ...(since === null ? [] : [['Since', day(since)] as const])],
      closing: ['As soon as the payment is in, you can buy again.'],
      link: { label: 'See what is open', path: '/invoices' },
    }),
    cured: ({ partner }) => ({
      subject: `${partner} is in good standing again`,
      opening: [`Nothing of ${partner} is past due any more. You can buy again. Thank you for your payment.`],
      rows: [],
      closing: [],
    }),
    'credit-limit': ({ partner, level, currency, amount, limit }) => ({
      subject: `${level}% of the credit limit of ${partner} is used`,
      opening: [
        level >= 100
          ? `The credit limit of ${partner} is used up. Nothing new can be bought until invoices are paid or the limit is raised.`
          : `${partner} has used ${level}% of its credit limit.`,
      ],
      rows: [
        ['Used', money(currency, amount)],
        ...(limit === null ? [] : [['Limit', money(currency, limit)] as const]),
      ],
      closing: ['Paying open invoices makes room. A higher limit can be asked for.'],
      link: { label: 'See what is open', path: '/invoices' },
    }),
    'withholding-decision': ({ partner, number, currency, amount, state, note: said }) => ({
      subject: `Tax withheld on ${number}: ${WITHHOLDING[state].verb}`,
      opening: [`The claim of ${partner} for tax withheld was ${WITHHOLDING[state].verb}. ${WITHHOLDING[state].next}`],
      rows: [
        ['Invoice', number],
        ['Tax withheld', money(currency, amount)],
      ],
      closing: note(said),
      link: toInvoice(number),
    }),
    'exemption-decision': ({ partner, certificate, place, validFrom, state, note: said }) => ({
      subject: `Tax exemption ${certificate}: ${state}`,
      opening: [`The tax exemption that ${partner} submitted was ${state}. ${EXEMPTION[state]}`],
      rows: [
        ['Certificate', certificate],
        ['For', place],
        ['From', day(validFrom)],
      ],
      closing: note(said),
    }),
    'usage-budget': ({ partner, customer, level, currency, amount, budget, month }) => ({
      subject: `${level}% of the usage budget of ${customer} is spent`,
      opening: [
        level >= 100
          ? `${customer}, a customer of ${partner}, has spent its usage budget of the month.`
          : `${customer}, a customer of ${partner}, has spent ${level}% of its usage budget of the month.`,
      ],
      rows: [
        ['Customer', customer],
        ['Month from', day(month)],
        ['Spent so far', money(currency, amount)],
        ['Budget', money(currency, budget)],
      ],
      closing: [
        'Nothing is stopped: usage goes on and is charged. The amounts are without tax, credits and adjustments.',
      ],
    }),
    test: () => ({
      subject: 'Test of mail',
      opening: ['This mail shows that mail arrives. There is nothing to do.'],
      rows: [],
      closing: [],
    }),
  },
}
