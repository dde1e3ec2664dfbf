import { wordsOf } from '../../words/words.js'

export const useStaffWords = wordsOf('provider-staff', {
  en: {
    title: 'Staff and programs',
    users: 'Staff',
    usersText: 'Who works for the provider, and what each may do.',
    programs: 'Programs',
    programsText: 'Programs that work for the provider by the API, without a person.',
    'platform-operator': 'Operator',
    'platform-operator_text': 'Partners, catalogue, billing runs, usage and staff',
    'platform-finance': 'Finance',
    'platform-finance_text': 'Payments, credit notes, adjustments, taxes, discounts and price lists',
    'platform-auditor': 'Auditor',
    'platform-auditor_text': 'Sees everything, changes nothing',
    invite: 'Invite somebody',
    noPrograms: 'No program works for the provider yet.',
  },
  nl: {
    title: 'Medewerkers en programma’s',
    users: 'Medewerkers',
    usersText: 'Wie voor de aanbieder werkt, en wat ieder mag.',
    programs: 'Programma’s',
    programsText: 'Programma’s die via de API voor de aanbieder werken, zonder dat er iemand bij is.',
    'platform-operator': 'Operator',
    'platform-operator_text': 'Partners, catalogus, factureringsruns, verbruik en medewerkers',
    'platform-finance': 'Financiën',
    'platform-finance_text': 'Betalingen, creditnota’s, correcties, belastingen, kortingen en prijslijsten',
    'platform-auditor': 'Auditor',
    'platform-auditor_text': 'Ziet alles, wijzigt niets',
    invite: 'Iemand uitnodigen',
    noPrograms: 'Er werkt nog geen programma voor de aanbieder.',
  },
})
