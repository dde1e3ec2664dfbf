import { useWrittenData } from '../format/data.js'
import { isReasonWord, useReasonWords } from '../purchase/refusal-words.js'
import { Fault } from '../wire/fault.js'
import { wordsOf } from '../words/words.js'

/** Why a subscription cannot be changed so, by the word of the refusal, and what to do instead. */
const REASONS = {
  en: {
    'activation-pending': 'The publisher has not confirmed the activation yet; until then you can rename or cancel it.',
    'credit-below-licenses':
      'This change comes to {{incoming}}, and {{available}} is left of your credit limit. Pay open invoices first, or add fewer licenses.',
    'already-cancelled': 'The subscription has ended; nothing can be changed any more.',
    'already-suspended': 'The subscription is suspended already.',
    'auto-renew-off': 'It ends on {{termEnd}} without a renewal. Switch automatic renewal on first.',
    'auto-renew-fixed': 'This subscription always renews. Cancel it to end it.',
    'billing-cycle-by-order': 'Its billing frequency is that of its order {{order}}. Change it there.',
    'billing-cycle-unavailable': '{{offer}} is not sold with this term and billing frequency. Choose another one.',
    'cancellation-window-closed':
      'It could be cancelled until {{until}}. Switch automatic renewal off to let it end on {{termEnd}}.',
    'no-quantity-change': 'It has {{quantity}} licenses already.',
    'no-upgrade': '{{from}} cannot become {{to}}. It can become: {{targets}}.',
    'not-suspended': 'The subscription is not suspended; there is nothing to reactivate.',
    'partner-on-record-fixed': 'The partner of record cannot be changed here.',
    'partner-on-record-unknown': 'The network ID {{mpnId}} is not that of a reseller that works with you.',
    'quantity-fixed': 'The trial has {{quantity}} licenses, no more and no fewer. Convert it to change the number.',
    'quantity-reduction-window-closed':
      'Licenses can be removed within {{hours}} hours of their purchase, or at the renewal on {{termEnd}}. Now {{removable}} can be removed.',
    'quantity-while-suspended': 'Reactivate the subscription first; then change the number of licenses.',
    'reactivation-too-late': 'It could be reactivated until {{until}}. Order the product anew.',
    'same-offer': 'The subscription has this product already.',
    'stale-etag': 'Somebody changed this subscription in the meantime. Look at it again before you change it.',
    suspended: 'Reactivate the subscription first.',
    'target-not-offered': '{{offer}} is not sold to this customer now.',
    'too-many-changes': 'It has been changed {{changes}} times in this billing cycle, and {{limit}} is the most.',
  },
  nl: {
    'activation-pending':
      'De uitgever heeft de activering nog niet bevestigd; tot dan kun je het alleen een andere naam geven of opzeggen.',
    'credit-below-licenses':
      'Deze wijziging kost {{incoming}}, en van je kredietlimiet is nog {{available}} over. Betaal eerst openstaande facturen, of voeg minder licenties toe.',
    'already-cancelled': 'Het abonnement is beëindigd; je kunt er niets meer aan wijzigen.',
    'already-suspended': 'Het abonnement is al opgeschort.',
    'auto-renew-off': 'Het eindigt op {{termEnd}} zonder verlenging. Zet eerst automatisch verlengen aan.',
    'auto-renew-fixed': 'Dit abonnement wordt altijd verlengd. Zeg het op om het te laten eindigen.',
    'billing-cycle-by-order': 'De factureringsfrequentie is die van bestelling {{order}}. Wijzig die daar.',
    'billing-cycle-unavailable':
      '{{offer}} wordt niet met deze termijn en factureringsfrequentie verkocht. Kies een andere.',
    'cancellation-window-closed':
      'Opzeggen kon tot {{until}}. Zet automatisch verlengen uit om het op {{termEnd}} te laten eindigen.',
    'no-quantity-change': 'Het heeft al {{quantity}} licenties.',
    'no-upgrade': '{{from}} kan geen {{to}} worden. Het kan wel worden: {{targets}}.',
    'not-suspended': 'Het abonnement is niet opgeschort; er valt niets opnieuw te activeren.',
    'partner-on-record-fixed': 'De geregistreerde partner kan hier niet worden gewijzigd.',
    'partner-on-record-unknown': 'De netwerk-ID {{mpnId}} is niet van een reseller die met je werkt.',
    'quantity-fixed':
      'De proefversie heeft {{quantity}} licenties, niet meer en niet minder. Zet haar om om het aantal te wijzigen.',
    'quantity-reduction-window-closed':
      'Licenties kunnen er af binnen {{hours}} uur na aankoop, of bij de verlenging op {{termEnd}}. Nu kunnen er {{removable}} af.',
    'quantity-while-suspended': 'Activeer het abonnement eerst opnieuw; wijzig daarna het aantal licenties.',
    'reactivation-too-late': 'Opnieuw activeren kon tot {{until}}. Bestel het product opnieuw.',
    'same-offer': 'Het abonnement heeft dit product al.',
    'stale-etag': 'Iemand heeft dit abonnement intussen gewijzigd. Bekijk het nog eens voordat je het wijzigt.',
    suspended: 'Activeer het abonnement eerst opnieuw.',
    'target-not-offered': '{{offer}} wordt nu niet aan deze klant verkocht.',
    'too-many-changes':
      'Het is in deze factureringsperiode al {{changes}} keer gewijzigd, en vaker dan {{limit}} keer kan niet.',
  },
} as const

type Word = keyof typeof REASONS.en

const isOurs = (word: string): word is Word => Object.hasOwn(REASONS.en, word)

const useRefusalWords = wordsOf('subscription-refusals', REASONS)

/** Gives a refusal of the server with our sentence for it; what we have none for as it is. */
export function useRefusal(): (fault: Fault | null) => Fault | null {
  const say = useRefusalWords()
  const sayReason = useReasonWords()
  const written = useWrittenData()
  return (fault) => {
    if (fault === null) return null
    const values = Object.fromEntries(Object.entries(fault.data).map(([name, value]) => [name, written(value)]))
    const { word } = fault
    const text = isOurs(word) ? say(word, values) : isReasonWord(word) ? sayReason(word, values) : undefined
    if (text === undefined) return fault
    const { status, code, data, details } = fault
    return new Fault(text, { status, code, word, data, details })
  }
}
