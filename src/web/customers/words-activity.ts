import { wordsOf } from '../words/words.js'
import type { AuditRecord } from './audit-record.js'

/** What is recorded of customers, in words. */
export const CUSTOMER_OPERATIONS = {
  en: {
    add_customer: 'Customer created',
    delete_customer: 'Customer deleted from the sandbox',
    remove_partner_customer_relationship: 'Relationship ended',
    update_company_info: 'Company profile changed',
    update_customer_billing_profile: 'Billing profile changed',
    update_customer_qualification: 'Qualifications changed',
    update_customer_spending_budget: 'Budget for usage changed',
    create_agreement: 'Acceptance of the agreement recorded',
    create_order: 'Order placed',
    update_order: 'Order changed',
    ready_invoice: 'Invoice issued',
    update_subscription: 'Subscription changed',
    upgrade_subscription: 'Subscription upgraded',
    convert_trial_subscription: 'Trial turned into a paid subscription',
    create_customer_user: 'User created',
    update_customer_user: 'User changed',
    update_customer_user_principal_name: 'Sign-in name of a user changed',
    reset_customer_user_password: 'Password of a user reset',
    delete_customer_user: 'User deleted',
    restore_customer_user: 'User restored',
    update_customer_user_licenses: 'Licenses of a user changed',
    add_user_member: 'Role given to a user',
    remove_user_member: 'Role taken from a user',
    create_service_request: 'Service request filed',
    update_service_request: 'Service request changed',
    create_credit: 'Credit given',
  },
  nl: {
    add_customer: 'Klant aangemaakt',
    delete_customer: 'Klant uit de sandbox verwijderd',
    remove_partner_customer_relationship: 'Relatie beëindigd',
    update_company_info: 'Bedrijfsprofiel gewijzigd',
    update_customer_billing_profile: 'Factureringsprofiel gewijzigd',
    update_customer_qualification: 'Kwalificaties gewijzigd',
    update_customer_spending_budget: 'Budget voor verbruik gewijzigd',
    create_agreement: 'Acceptatie van de overeenkomst vastgelegd',
    create_order: 'Bestelling geplaatst',
    update_order: 'Bestelling gewijzigd',
    ready_invoice: 'Factuur uitgereikt',
    update_subscription: 'Abonnement gewijzigd',
    upgrade_subscription: 'Abonnement geüpgraded',
    convert_trial_subscription: 'Proefabonnement omgezet naar betaald',
    create_customer_user: 'Gebruiker aangemaakt',
    update_customer_user: 'Gebruiker gewijzigd',
    update_customer_user_principal_name: 'Aanmeldnaam van een gebruiker gewijzigd',
    reset_customer_user_password: 'Wachtwoord van een gebruiker opnieuw ingesteld',
    delete_customer_user: 'Gebruiker verwijderd',
    restore_customer_user: 'Gebruiker teruggezet',
    update_customer_user_licenses: 'Licenties van een gebruiker gewijzigd',
    add_user_member: 'Rol gegeven aan een gebruiker',
    remove_user_member: 'Rol van een gebruiker afgenomen',
    create_service_request: 'Serviceaanvraag ingediend',
    update_service_request: 'Serviceaanvraag gewijzigd',
    create_credit: 'Creditering gegeven',
  },
} as const

const useWords = wordsOf('customers-activity', CUSTOMER_OPERATIONS)

type Known = keyof typeof CUSTOMER_OPERATIONS.en

/** Tells what a record is of; where nobody put that in words, in those of the program. */
export function useActivityNames(): (record: Pick<AuditRecord, 'operationType' | 'customizedData'>) => string {
  const say = useWords()
  return ({ operationType, customizedData }) => {
    const action = customizedData.find(({ key }) => key === 'action')?.value
    const word = operationType === 'undefined' && action !== undefined ? action : operationType
    return Object.hasOwn(CUSTOMER_OPERATIONS.en, word) ? say(word as Known) : word.replaceAll('_', ' ')
  }
}
