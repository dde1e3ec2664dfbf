import { isToBePaid, type Phrases, writersOf } from './phrases.js'

const { money, day } = writersOf('nl')

const OVERDUE = ['Betalingsherinnering', 'Tweede herinnering', 'Derde herinnering', 'Laatste herinnering']

const DOCUMENTS = {
  invoice: 'Factuur',
  'credit-note': 'Creditnota',
  'void-note': 'Volledige creditnota',
  'adjustment-note': 'Correctiefactuur',
} as const

const WITHHOLDING = {
  approved: { verb: 'goedgekeurd', next: 'Het bedrag wordt binnenkort op de factuur verrekend.' },
  'sent-back': { verb: 'teruggestuurd', next: 'Verbeter de opgave en dien die opnieuw in.' },
  completed: { verb: 'verrekend', next: 'De factuur is betaald met de belasting die u hebt ingehouden.' },
} as const

const EXEMPTION = {
  approved: {
    verb: 'goedgekeurd',
    next: 'Zij geldt voor facturen die vanaf nu binnen de geldigheid worden opgemaakt; eerdere facturen blijven zoals ze zijn.',
  },
  rejected: {
    verb: 'afgewezen',
    next: 'Uw facturen worden belast alsof er geen vrijstelling is. U kunt een ander certificaat indienen.',
  },
} as const

const note = (text: string) => (text === '' ? [] : [`Toelichting van de beoordelaar: ${text}`])
const toInvoice = (number: string) => ({ label: `Bekijk ${number}`, path: `/invoices/${number}` })
const PAID = 'Hebt u intussen betaald, dan kunt u dit bericht als niet verzonden beschouwen.'

export const DUTCH: Phrases = {
  greeting: (name) => (name === '' ? 'Goedendag,' : `Beste ${name},`),
  signature: (provider) => ['Met vriendelijke groet,', provider],
  provider: 'Uw leverancier',
  why: {
    role: (partner) => `U krijgt dit bericht omdat u ${partner} of de facturen daarvan beheert.`,
    contact: (partner) => `U krijgt dit bericht omdat u het contact voor facturen van ${partner} bent.`,
    submitter: (partner) => `U krijgt dit bericht omdat u dit voor ${partner} hebt ingediend.`,
    test: () => 'U krijgt dit bericht omdat iemand nagaat of berichten aankomen.',
  },
  preferences: 'Welke berichten u krijgt, en in welke taal, stelt u in bij uw voorkeuren voor e-mail.',
  attached: 'Het document is bijgevoegd.',
  letters: {
    'invoice-ready': ({ partner, document, number, amends, issuedOn, dueOn, currency, amount }) => ({
      subject: `${DOCUMENTS[document]} ${number} staat klaar`,
      opening: [`Er staat een document van ${partner} klaar.`],
      rows: [
        [DOCUMENTS[document], number],
        ...(amends === null ? [] : [['Wijzigt', amends] as const]),
        ['Datum', day(issuedOn)],
        ['Totaal', money(currency, amount)],
        ...(isToBePaid(document) ? [['Vervaldatum', day(dueOn)] as const] : []),
      ],
      closing: [],
      link: toInvoice(number),
    }),
    'due-soon': ({ partner, number, dueOn, currency, amount }) => ({
      subject: `Factuur ${number} vervalt op ${day(dueOn)}`,
      opening: [`Een factuur van ${partner} vervalt binnenkort.`],
      rows: [
        ['Factuur', number],
        ['Openstaand', money(currency, amount)],
        ['Vervaldatum', day(dueOn)],
      ],
      closing: [PAID],
      link: toInvoice(number),
    }),
    overdue: ({ partner, level, number, dueOn, currency, amount }) => ({
      subject: `${OVERDUE[level - 1] ?? OVERDUE[0]}: factuur ${number}`,
      opening: [`Wij hebben de betaling van een factuur van ${partner} nog niet ontvangen.`],
      rows: [
        ['Factuur', number],
        ['Openstaand', money(currency, amount)],
        ['Vervallen op', day(dueOn)],
      ],
      closing: ['Betaal de factuur zo spoedig mogelijk en vermeld het factuurnummer.', PAID],
      link: toInvoice(number),
    }),
    'past-due': ({ partner, currency, amount, since }) => ({
      subject: `${partner} heeft een betalingsachterstand`,
      opening: [
        `Facturen van ${partner} zijn over de vervaldatum. Tot de betaling kan er niets nieuws worden gekocht; bestaande abonnementen lopen door en worden verlengd zoals altijd.`,
      ],
      rows: [['Achterstand', money(currency, amount)], ...(since === null ? [] : [['Sinds', day(since)] as const])],
      closing: ['Zodra de betaling binnen is, kunt u weer kopen.'],
      link: { label: 'Bekijk wat openstaat', path: '/invoices' },
    }),
    cured: ({ partner }) => ({
      subject: `${partner} heeft geen betalingsachterstand meer`,
      opening: [`Van ${partner} is niets meer over de vervaldatum. U kunt weer kopen. Dank u voor uw betaling.`],
      rows: [],
      closing: [],
    }),
    'credit-limit': ({ partner, level, currency, amount, limit }) => ({
      subject: `${level} % van de kredietlimiet van ${partner} is gebruikt`,
      opening: [
        level >= 100
          ? `De kredietlimiet van ${partner} is bereikt. Er kan niets nieuws worden gekocht tot er facturen zijn betaald of de limiet is verhoogd.`
          : `${partner} heeft ${level} % van de kredietlimiet gebruikt.`,
      ],
      rows: [
        ['Gebruikt', money(currency, amount)],
        ...(limit === null ? [] : [['Limiet', money(currency, limit)] as const]),
      ],
      closing: ['Openstaande facturen betalen geeft weer ruimte. U kunt ook om een hogere limiet vragen.'],
      link: { label: 'Bekijk wat openstaat', path: '/invoices' },
    }),
    'withholding-decision': ({ partner, number, currency, amount, state, note: said }) => ({
      subject: `Ingehouden belasting op ${number}: ${WITHHOLDING[state].verb}`,
      opening: [
        `De opgave van ${partner} voor ingehouden belasting is ${WITHHOLDING[state].verb}. ${WITHHOLDING[state].next}`,
      ],
      rows: [
        ['Factuur', number],
        ['Ingehouden belasting', money(currency, amount)],
      ],
      closing: note(said),
      link: toInvoice(number),
    }),
    'exemption-decision': ({ partner, certificate, place, validFrom, state, note: said }) => ({
      subject: `Belastingvrijstelling ${certificate}: ${EXEMPTION[state].verb}`,
      opening: [
        `De belastingvrijstelling die ${partner} heeft ingediend, is ${EXEMPTION[state].verb}. ${EXEMPTION[state].next}`,
      ],
      rows: [
        ['Certificaat', certificate],
        ['Voor', place],
        ['Vanaf', day(validFrom)],
      ],
      closing: note(said),
    }),
    'usage-budget': ({ partner, customer, level, currency, amount, budget, month }) => ({
      subject: `${level} % van het verbruiksbudget van ${customer} is besteed`,
      opening: [
        level >= 100
          ? `${customer}, een klant van ${partner}, heeft het verbruiksbudget van deze maand besteed.`
          : `${customer}, een klant van ${partner}, heeft ${level} % van het verbruiksbudget van deze maand besteed.`,
      ],
      rows: [
        ['Klant', customer],
        ['Maand vanaf', day(month)],
        ['Besteed tot nu toe', money(currency, amount)],
        ['Budget', money(currency, budget)],
      ],
      closing: [
        'Er wordt niets stopgezet: het verbruik loopt door en wordt in rekening gebracht. De bedragen zijn zonder belasting, tegoeden en correcties.',
      ],
    }),
    test: () => ({
      subject: 'Test van e-mail',
      opening: ['Dit bericht laat zien dat e-mail aankomt. U hoeft niets te doen.'],
      rows: [],
      closing: [],
    }),
  },
}
