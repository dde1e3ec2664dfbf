import { wordsOf } from '../words/words.js'

/** Why something cannot be bought, by the word of the refusal. */
const REASONS = {
  en: {
    'account-past-due':
      'Invoices of {{amount}} have been past due since {{since}}. Nothing new can be bought until they are paid.',
    'add-on-base-missing':
      'This is an add-on of {{bases}}, of which the customer has none active. Choose one of them and add this with it.',
    'add-on-base-needed':
      '{{offer}} is an add-on. Choose the subscription it is for, or add it together with its base.',
    'add-on-base-pending': '{{base}} still waits for its publisher. Its add-ons can be ordered once it is active.',
    'add-on-mismatch': '{{offer}} is not an add-on of {{base}}.',
    'agreement-missing':
      'The customer has not accepted the customer agreement yet. Record who accepted it and when; then you can order.',
    'attestation-missing':
      '{{offer}} can only be ordered with your confirmation that its conditions are met. Remove it and add it again with the confirmation.',
    'base-inactive':
      'It needs an active base subscription, and this one is not active. Where it is suspended, reactivate it first.',
    'billing-cycle-mismatch': 'It is not sold with the billing cycle of its base. Choose another plan for the base.',
    'cart-not-found': 'This cart does not exist any more: carts are kept for a few days. Start a new one.',
    'cart-ordered': 'This cart was ordered already. Its orders are in the order history of the customer.',
    'cart-too-large': 'A cart holds at most {{limit}} lines with their add-ons. Use several carts.',
    'concurrent-limit-reached':
      'The customer has {{owned}} of these and may have {{limit}}. Add licenses to what there is instead.',
    'credit-below-purchase':
      'This purchase comes to {{incoming}}, and {{available}} is left of your credit limit. Pay open invoices first, or buy less.',
    'credit-limit-reached':
      'Your credit limit of {{limit}} is used up. Pay open invoices, or ask the provider for a higher limit.',
    'currency-not-sold': 'You are billed in {{expected}}; nothing can be ordered in {{currency}}.',
    'customer-removed': 'The relationship with this customer has ended; nothing can be sold to it.',
    'lifetime-limit-reached': 'The customer has had this {{owned}} times already, and {{limit}} is the limit.',
    'network-id-not-linked': 'The reseller {{mpnId}} does not work with you. Agree on a relationship first.',
    'offer-channel-excluded': 'Its publisher does not sell through partners. The customer has to buy it there.',
    'offer-exclusive': 'Its publisher reserves this offer for other partners.',
    'offer-not-in-country': 'This offer is not sold in {{country}}.',
    'offer-not-in-currency': 'This offer has no price in {{currency}} for {{country}}.',
    'offer-not-transactable': 'This offer cannot be ordered here. Ask the provider how it is sold.',
    'offer-suspended': 'The customer has this already, suspended. Reactivate that instead of buying it again.',
    'offer-term-unknown': '{{offer}} is no longer sold with this plan. Choose another one.',
    'offer-withdrawn': 'This offer was withdrawn from sale on {{day}}. Choose its successor.',
    'partner-agreement-missing': 'Your organisation has not signed the partner agreement. Sign it; then you can order.',
    'partner-country-excluded': 'This offer is not sold by partners in {{country}}.',
    'prerequisite-missing': 'It needs an active subscription to {{needed}}. Buy that first.',
    'price-not-found': 'No price of this offer is valid on {{day}}. Ask the provider.',
    'program-restricted':
      'Your partner account is restricted: you can manage what was sold, but sell nothing new. Ask the provider.',
    'quantity-out-of-range': 'The number of licenses must be from {{minimum}} to {{maximum}}, not {{quantity}}.',
    'reseller-agreement-missing':
      'The reseller {{mpnId}} has not signed the partner agreement; nothing can be sold through it.',
    'reseller-attestation-missing': 'Confirm that the reseller brought this sale.',
    'reseller-restricted': 'The account of the reseller {{mpnId}} is restricted; nothing new can be sold through it.',
    'segment-missing': 'This offer is for {{segments}}. Give the customer that segment first, if it is one of them.',
    'too-many-subscriptions': 'The customer has {{owned}} subscriptions, and {{limit}} is the most one can have.',
    'trial-of-owned-offer': 'This is a trial of {{owned}}, which the customer has. Add licenses to that instead.',
    'unknown-offer': 'This offer is not in the catalogue any more. Remove it.',
  },
  nl: {
    'account-past-due':
      'Facturen van samen {{amount}} zijn sinds {{since}} over hun betaaldatum. Tot ze betaald zijn kun je niets nieuws kopen.',
    'add-on-base-missing':
      'Dit is een add-on van {{bases}}, en daar heeft de klant niets actiefs van. Kies er een en voeg dit daarbij toe.',
    'add-on-base-needed':
      '{{offer}} is een add-on. Kies het abonnement waar het bij hoort, of voeg het samen met zijn basis toe.',
    'add-on-base-pending': '{{base}} wacht nog op de uitgever. Zodra het actief is, kun je de add-ons bestellen.',
    'add-on-mismatch': '{{offer}} is geen add-on van {{base}}.',
    'agreement-missing':
      'De klant heeft de klantovereenkomst nog niet geaccepteerd. Leg vast wie dat deed en wanneer; daarna kun je bestellen.',
    'attestation-missing':
      '{{offer}} kun je alleen bestellen als je bevestigt dat aan de voorwaarden is voldaan. Verwijder het en voeg het met die bevestiging opnieuw toe.',
    'base-inactive':
      'Er is een actief basisabonnement nodig, en dit is niet actief. Is het opgeschort, activeer het dan eerst opnieuw.',
    'billing-cycle-mismatch':
      'Dit wordt niet verkocht met de factureringsfrequentie van zijn basis. Kies een ander plan voor de basis.',
    'cart-not-found':
      'Deze winkelwagen bestaat niet meer: winkelwagens blijven een paar dagen bewaard. Begin een nieuwe.',
    'cart-ordered': 'Deze winkelwagen is al besteld. De bestellingen staan bij de klant.',
    'cart-too-large': 'In een winkelwagen passen hooguit {{limit}} regels, add-ons meegeteld. Gebruik er meer.',
    'concurrent-limit-reached':
      'De klant heeft er hier {{owned}} van en mag er {{limit}} hebben. Voeg liever licenties toe aan wat er is.',
    'credit-below-purchase':
      'Deze aankoop kost {{incoming}}, en van je kredietlimiet is nog {{available}} over. Betaal eerst openstaande facturen, of koop minder.',
    'credit-limit-reached':
      'Je kredietlimiet van {{limit}} is op. Betaal openstaande facturen, of vraag de aanbieder om een hogere limiet.',
    'currency-not-sold': 'Je wordt gefactureerd in {{expected}}; in {{currency}} kun je niets bestellen.',
    'customer-removed': 'De relatie met deze klant is beëindigd; je kunt de klant niets meer verkopen.',
    'lifetime-limit-reached': 'De klant heeft dit al {{owned}} keer gehad, en vaker dan {{limit}} keer kan niet.',
    'network-id-not-linked': 'De reseller {{mpnId}} werkt niet met jou samen. Spreek eerst een relatie af.',
    'offer-channel-excluded': 'De uitgever verkoopt dit niet via partners. De klant moet het bij hem kopen.',
    'offer-exclusive': 'De uitgever houdt dit product vrij voor andere partners.',
    'offer-not-in-country': 'Dit product wordt niet verkocht in {{country}}.',
    'offer-not-in-currency': 'Dit product heeft geen prijs in {{currency}} voor {{country}}.',
    'offer-not-transactable': 'Dit product kun je hier niet bestellen. Vraag de aanbieder hoe het verkocht wordt.',
    'offer-suspended':
      'De klant heeft dit al, maar het is opgeschort. Activeer dat opnieuw in plaats van het nog eens te kopen.',
    'offer-term-unknown': '{{offer}} wordt niet meer met dit plan verkocht. Kies een ander.',
    'offer-withdrawn': 'Dit product wordt sinds {{day}} niet meer verkocht. Kies de opvolger.',
    'partner-agreement-missing':
      'Je organisatie heeft de partnerovereenkomst niet ondertekend. Onderteken die; daarna kun je bestellen.',
    'partner-country-excluded': 'Partners in {{country}} verkopen dit product niet.',
    'prerequisite-missing': 'Hiervoor is een actief abonnement op {{needed}} nodig. Koop dat eerst.',
    'price-not-found': 'Op {{day}} geldt geen prijs voor dit product. Vraag het de aanbieder.',
    'program-restricted':
      'Je partneraccount is beperkt: je kunt beheren wat verkocht is, maar niets nieuws verkopen. Neem contact op met de aanbieder.',
    'quantity-out-of-range': 'Het aantal licenties moet van {{minimum}} tot {{maximum}} zijn, niet {{quantity}}.',
    'reseller-agreement-missing':
      'De reseller {{mpnId}} heeft de partnerovereenkomst niet ondertekend; via hem kun je niets verkopen.',
    'reseller-attestation-missing': 'Bevestig dat de reseller deze verkoop heeft aangebracht.',
    'reseller-restricted': 'Het account van de reseller {{mpnId}} is beperkt; via hem kun je niets nieuws verkopen.',
    'segment-missing': 'Dit product is voor {{segments}}. Geef de klant eerst dat segment, als dat klopt.',
    'too-many-subscriptions': 'De klant heeft {{owned}} abonnementen, en meer dan {{limit}} kan niet.',
    'trial-of-owned-offer':
      'Dit is een proefversie van {{owned}}, en dat heeft de klant al. Voeg daar liever licenties aan toe.',
    'unknown-offer': 'Dit product staat niet meer in het aanbod. Verwijder het.',
  },
} as const

export type ReasonWord = keyof typeof REASONS.en

export function isReasonWord(word: string): word is ReasonWord {
  return Object.hasOwn(REASONS.en, word)
}

export const useReasonWords = wordsOf('purchase-reasons', REASONS)

/** The ways out of these reasons, and what they speak of. */
export const useWayWords = wordsOf('purchase-ways', {
  en: {
    education: 'education',
    nonprofit: 'nonprofits',
    government: 'government',
    commercial: 'businesses',
    toSubscription: 'Open the subscription',
    toSubscriptions: 'Show its subscriptions',
    toAgreement: 'Record the agreement',
    toSegments: 'Customer’s segments',
    toBilling: 'Open the invoices',
    toPartnerProfile: 'Open the account page',
    toOrders: 'Show the orders',
    chooseFirst: 'Choose {{offer}}',
  },
  nl: {
    education: 'het onderwijs',
    nonprofit: 'non-profitorganisaties',
    government: 'de overheid',
    commercial: 'bedrijven',
    toSubscription: 'Abonnement openen',
    toSubscriptions: 'Abonnementen bekijken',
    toAgreement: 'Overeenkomst vastleggen',
    toSegments: 'Segmenten van de klant',
    toBilling: 'Facturen openen',
    toPartnerProfile: 'Accountpagina openen',
    toOrders: 'Bestellingen bekijken',
    chooseFirst: '{{offer}} kiezen',
  },
})
