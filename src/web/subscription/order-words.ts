import { wordsOf } from '../words/words.js'

/** What the page says on which the billing frequency of an order is changed. */
export const useOrderWords = wordsOf('order-frequency', {
  en: {
    title: 'Billing frequency of order {{order}}',
    order: 'Order',
    choose: 'Choose a frequency',
    intro:
      'The frequency is that of the whole order: all its subscriptions and their add-ons change together. Their term begins anew today; what is left of the current one is credited.',
    frequency: 'Billing frequency',
    current: '{{cycle}} (now)',
    same: 'The order is billed like this now. Choose the other frequency to see what would change.',
    fixed: 'This order has no billing frequency that could be changed.',
    affected: 'Affected subscriptions',
    none: 'Nothing in this order would change.',
    from: 'From',
    to: 'To',
    termUntil: 'New term until',
    charges: 'Credits and charges',
    noCharges: 'Nothing is charged or credited today.',
    subscription: 'Subscription',
    total: 'Together: {{amount}}',
    action: 'Change to: {{cycle}}',
    confirmTitle: 'Change the billing frequency of order {{order}}?',
    confirmText_one: '{{count}} subscription changes. Together this comes to {{amount}}. Its term begins anew today.',
    confirmText_other:
      '{{count}} subscriptions change. Together this comes to {{amount}}. Their terms begin anew today.',
    done: 'Order {{order}} is now billed: {{cycle}}.',
  },
  nl: {
    title: 'Factureringsfrequentie van bestelling {{order}}',
    order: 'Bestelling',
    choose: 'Frequentie kiezen',
    intro:
      'De frequentie geldt voor de hele bestelling: alle abonnementen met hun add-ons veranderen samen. Hun termijn begint vandaag opnieuw; wat er van de huidige rest, wordt gecrediteerd.',
    frequency: 'Factureringsfrequentie',
    current: '{{cycle}} (nu)',
    same: 'Zo wordt de bestelling nu gefactureerd. Kies de andere frequentie om te zien wat er zou veranderen.',
    fixed: 'Deze bestelling heeft geen factureringsfrequentie die je kunt wijzigen.',
    affected: 'Abonnementen die veranderen',
    none: 'In deze bestelling zou niets veranderen.',
    from: 'Van',
    to: 'Naar',
    termUntil: 'Nieuwe termijn tot en met',
    charges: 'Crediteringen en kosten',
    noCharges: 'Vandaag wordt niets in rekening gebracht of gecrediteerd.',
    subscription: 'Abonnement',
    total: 'Samen: {{amount}}',
    action: 'Wijzigen in: {{cycle}}',
    confirmTitle: 'Factureringsfrequentie van bestelling {{order}} wijzigen?',
    confirmText_one:
      'Er verandert {{count}} abonnement. Samen komt dit op {{amount}}. De termijn begint vandaag opnieuw.',
    confirmText_other:
      'Er veranderen {{count}} abonnementen. Samen komt dit op {{amount}}. Hun termijnen beginnen vandaag opnieuw.',
    done: 'Bestelling {{order}} wordt nu zo gefactureerd: {{cycle}}.',
  },
})
