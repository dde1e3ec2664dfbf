import { wordsOf } from '../words/words.js'

/** What requests for service can be about. Topics that come later have the names the server gives them. */
const TOPICS = {
  en: {
    topic101: 'Billing – credit requests and refunds',
    topic102: 'Billing – invoice',
    topic103: 'Billing – payments',
    topic104: 'Billing – tax and tax exemption',
    topic201: 'Sales – orders and carts',
    topic202: 'Sales – prices and price lists',
    topic301: 'Subscriptions – changes',
    topic302: 'Subscriptions – products of publishers',
    topic401: 'Customers – users and licenses',
    topic402: 'Customers – relationships',
    topic501: 'Account – users and access',
    topic502: 'Account – profile and agreements',
    topic601: 'Technical – API',
    topic602: 'Technical – service outage',
  },
  nl: {
    topic101: 'Facturering – creditaanvragen en terugbetalingen',
    topic102: 'Facturering – factuur',
    topic103: 'Facturering – betalingen',
    topic104: 'Facturering – belasting en vrijstelling',
    topic201: 'Verkoop – bestellingen en winkelwagens',
    topic202: 'Verkoop – prijzen en prijslijsten',
    topic301: 'Abonnementen – wijzigingen',
    topic302: 'Abonnementen – producten van uitgevers',
    topic401: 'Klanten – gebruikers en licenties',
    topic402: 'Klanten – relaties',
    topic501: 'Account – gebruikers en toegang',
    topic502: 'Account – profiel en overeenkomsten',
    topic601: 'Technisch – API',
    topic602: 'Technisch – storing',
  },
} as const

const useWords = wordsOf('customers-topics', TOPICS)

/** Names a topic by its id, or by the name the server gives it. */
export function useTopicName(): (id: string, name: string) => string {
  const say = useWords()
  return (id, name) => {
    const key = `topic${id}`
    return Object.hasOwn(TOPICS.en, key) ? say(key as keyof typeof TOPICS.en) : name
  }
}
