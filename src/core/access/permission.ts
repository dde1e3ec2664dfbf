import type { Role } from './role.js'

/**
 * Who may do what: the one table, a letter for each role. Least privilege from the published role matrix (docs/access.md);
 * where a page's header names more roles than the matrix does, those may read. A service principal has the roles it was
 * given. The provider's staff (capital letters) may read what a partner has when it says for which partner it acts.
 */
export const CAPABILITIES = {
  'account.read': { what: 'see the own account: profiles of the partner', roles: 'gubashOFA' },
  'account.edit': { what: 'change the profiles of the partner', roles: 'g' },
  'agreement.confirm': { what: 'record that a customer accepted an agreement', roles: 'gas' },
  'agreement.read': { what: 'see agreements and who accepted them', roles: 'gasOA' },
  'audit.read': { what: 'read the activity log', roles: 'gubashOA' },
  'billing.edit': { what: 'change billing data of the partner', roles: 'gba' },
  'billing.read': { what: 'see invoices, files and the balance', roles: 'gubashOFA' },
  'budget.edit': { what: 'set budgets for the usage of customers', roles: 'a' },
  'catalog.read': { what: 'see products and offers', roles: 'gubashOFA' },
  'charge.read': { what: 'see what subscriptions charge, and would charge after a change', roles: 'gbasOFA' },
  'credit-request.create': { what: 'ask the provider for a credit', roles: 'ga' },
  'customer.create': { what: 'create customers and ask for relationships', roles: 'gas' },
  'customer.edit': { what: 'change data of customers', roles: 'gash' },
  'customer.read': { what: 'search and see customers', roles: 'gubashOFA' },
  'customer.remove': { what: 'end the relationship with a customer', roles: 'g' },
  'customer-user.manage': { what: 'manage users, roles and licenses of customers', roles: 'gah' },
  'customer-user.read': { what: 'see users, roles and licenses of customers', roles: 'gashOA' },
  'mail-preference.edit': { what: 'say which mails one gets oneself', roles: 'gubash' },
  'order.create': { what: 'fill carts and order', roles: 'gas' },
  'order.read': { what: 'see carts and orders', roles: 'gbashOFA' },
  'partner-user.manage': { what: 'manage users and service principals of the partner', roles: 'gu' },
  'partner-user.read': { what: 'see users and service principals of the partner', roles: 'guOA' },
  'payment.allocate': { what: 'say which invoices a payment pays', roles: 'gb' },
  'price.read': { what: 'see prices and price lists', roles: 'gubasOFA' },
  'relationship.read': { what: 'see relationships with resellers and providers', roles: 'gasOA' },
  'sandbox.advance': { what: 'set the clock of a sandbox account forward', roles: 'ga' },
  'service-request.create': { what: 'file and update requests for service', roles: 'gubash' },
  'service-request.read': { what: 'see requests for service', roles: 'gubashOA' },
  'subscription.manage': { what: 'change, suspend, reactivate, cancel and convert subscriptions', roles: 'gas' },
  'subscription.read': { what: 'see subscriptions', roles: 'gbashOFA' },
  'tax-id.read': { what: 'see tax ids', roles: 'gubasFA' },
  'webhook.manage': { what: 'register webhooks and send test events', roles: 'ga' },
  'webhook.read': { what: 'see webhooks and their deliveries', roles: 'gaOA' },
  'platform.adjustment.approve': { what: 'approve adjustments, and set up to which amount none need it', roles: 'F' },
  'platform.adjustment.propose': { what: 'propose adjustments, and review requests for credit', roles: 'OF' },
  'platform.audit.read': { what: 'read every activity log', roles: 'OFA' },
  'platform.billing.read': { what: 'see every billing run and invoice, and how the jobs go', roles: 'OFA' },
  'platform.billing.run': { what: 'start billing runs and jobs', roles: 'OF' },
  'platform.catalog.edit': { what: 'change the catalogue', roles: 'O' },
  'platform.catalog.read': { what: 'see the whole catalogue', roles: 'OFA' },
  'platform.discount.edit': { what: 'give discounts and partner prices, and end them', roles: 'F' },
  'platform.credit-note.issue': { what: 'issue credit notes, void invoices and bill them again', roles: 'F' },
  'platform.mail.read': { what: 'see mails and what became of them', roles: 'OFA' },
  'platform.mail.send': { what: 'send mails again, and test mails', roles: 'OF' },
  'platform.partner.edit': { what: 'onboard and change partners', roles: 'O' },
  'platform.partner.read': { what: 'see every partner', roles: 'OFA' },
  'platform.payment.edit': { what: 'record payments, write off, and set credit limits', roles: 'F' },
  'platform.price-list.approve': { what: 'publish price lists', roles: 'F' },
  'platform.price-list.edit': { what: 'import price lists', roles: 'OF' },
  'platform.subscription.activate': { what: 'confirm activations for publishers', roles: 'O' },
  'platform.tax.edit': {
    what: 'keep tax rates and registrations, and decide about exemptions and tax withheld',
    roles: 'F',
  },
  'platform.tax.read': { what: 'see tax rates, registrations and what partners submitted about taxes', roles: 'OFA' },
  'platform.usage.read': { what: 'see usage of every partner', roles: 'OFA' },
  'platform.usage.report': { what: 'report usage events, amend and cancel them', roles: 'O' },
  'platform.user.manage': { what: 'manage users of the provider', roles: 'O' },
} as const satisfies Record<string, { readonly what: string; readonly roles: string }>

export type Capability = keyof typeof CAPABILITIES

/** The letters of the table, one per role. */
const LETTERS: Readonly<Record<Role, string>> = {
  'global-admin': 'g',
  'user-management-admin': 'u',
  'billing-admin': 'b',
  'admin-agent': 'a',
  'sales-agent': 's',
  'helpdesk-agent': 'h',
  'platform-operator': 'O',
  'platform-finance': 'F',
  'platform-auditor': 'A',
}

/** Capabilities an indirect reseller never has, whatever the roles of its users: it sees no prices and buys nothing. */
export const WITHHELD_FROM_RESELLERS: ReadonlySet<Capability> = new Set<Capability>([
  'agreement.confirm',
  'billing.edit',
  'billing.read',
  'budget.edit',
  'charge.read',
  'credit-request.create',
  'customer.create',
  'customer.remove',
  'order.create',
  'payment.allocate',
  'price.read',
  'sandbox.advance',
])

/** Whether a role has a capability. */
function roleMay(role: Role, capability: Capability): boolean {
  return CAPABILITIES[capability].roles.includes(LETTERS[role])
}

/** Whether somebody with these roles may do something, acting for an indirect reseller or not. */
export function may(roles: readonly Role[], capability: Capability, isReseller: boolean): boolean {
  if (isReseller && WITHHELD_FROM_RESELLERS.has(capability)) return false
  return roles.some((role) => roleMay(role, capability))
}
