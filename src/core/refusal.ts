import { MONEY_REFUSALS } from './money-refusals.js'
import { USAGE_REFUSALS } from './usage-refusals.js'

/**
 * Every way the core says no. A refusal is an expected answer, not a fault: it is returned, never thrown.
 * The text is a template; `{name}` stands for a value of the refusal's data.
 */
export const REFUSALS = {
  'activation-pending':
    'The subscription waits until its publisher confirms the activation; until then it can only be renamed or cancelled.',
  'activation-by-publisher': 'The publisher confirms the activation; only in a sandbox account may the partner do so.',
  'already-cancelled': 'The subscription is {status}; nothing can be changed any more.',
  'already-purchased': 'The subscription exists already; a second purchase needs a subscription of its own.',
  'already-suspended': 'The subscription is suspended already.',
  'auto-renew-off':
    'The subscription ends on {termEnd} without a renewal; switch auto-renew on before changes are scheduled.',
  'auto-renew-fixed': 'Subscriptions of the profile {profile} always renew; cancel instead.',
  'base-inactive': 'An add-on needs an active base subscription; this one is {status}.',
  'billing-run-unfinished':
    'The billing run as of {asOf} for {partner} is not finished; bill that day again to finish it.',
  'billing-day-to-come': '{asOf} is not over yet: bill as of {last} at the latest.',
  'billing-cycle-mismatch': 'The billing cycle {billingCycle} does not go with {expected}.',
  'billing-cycle-by-order': 'The billing cycle of this subscription is that of its order {order}; change it there.',
  'billing-cycle-unavailable': '{offer} is not sold for {term} with the billing cycle {billingCycle}.',
  'cancellation-window-closed':
    'Cancellation was possible until {until}. Switch off auto-renew to end the subscription on {termEnd}.',
  'conflicting-changes': 'A subscription is {status} by a change of its own; send {other} separately.',
  'conversion-too-large': 'Only {quantity} licenses can be converted, {asked} were asked for.',
  'conversion-too-small':
    'The subscription has {quantity} licenses and all of them are converted; {asked} were asked for.',
  'currency-mismatch': 'The subscription is billed in {expected}, the offer in {currency}.',
  malformed: '{what}: {problem}',
  'no-upgrade': '{from} cannot become {to}; it can become: {targets}.',
  'no-quantity-change': 'The quantity is {quantity} already.',
  'not-pending':
    'The subscription {subscription} is {status}; only one that waits for its activation can be activated.',
  'not-purchased': 'There is no subscription yet; the first event must be a purchase.',
  'not-registrable': '{offer} is not metered; only metered subscriptions are registered for reservations.',
  'not-suspended': 'The subscription is {status}, not suspended; there is nothing to reactivate.',
  'one-time-fixed': 'A one-time purchase cannot be changed; cancel it, or order again.',
  'out-of-order': 'The event of {at} comes before {after}, which has been charged already.',
  'partner-on-record-fixed': 'The partner on record cannot be changed: {reason}.',
  'partner-on-record-unknown': 'The network id {mpnId} is not that of a reseller that works with this partner.',
  'price-not-found': 'No price of {offer} is valid on {day}.',
  'profile-mismatch': 'The subscription is sold under {expected}, the offer under {profile}.',
  'quantity-fixed': 'The trial has {quantity} licenses, no more and no fewer; convert it to change the quantity.',
  'quantity-out-of-range': 'The quantity {quantity} is outside {minimum} to {maximum}.',
  'quantity-reduction-window-closed':
    'Licenses can be removed within {hours} hours of their purchase or at the renewal on {termEnd}; {removable} can be removed now.',
  'quantity-while-suspended': 'The quantity of a suspended subscription cannot be changed; reactivate it first.',
  'reactivation-too-late': 'The subscription could be reactivated until {until}.',
  'same-offer': 'The subscription has this offer already.',
  'status-fixed': 'A subscription that is {status} cannot be made {wanted}.',
  suspended: 'The subscription is suspended; reactivate it first.',
  'too-many-changes': 'The subscription has {changes} changes in this cycle; the limit is {limit}.',
  'target-not-offered': '{offer} is not sold to this customer now; see what the catalogue offers it.',
  'transition-blocked': 'The licenses cannot move. {problem}',
  'unknown-partner': 'There is no partner {partner}.',
  'unknown-offer': 'The offer {offer} is not in the catalogue.',
  'not-found': 'There is no {what} {id}.',
  'document-without-seller':
    'There are no documents of {number} before the provider has written its profile: prorata tax provider.',
  'e-invoice-incomplete': 'The document {number} cannot be an e-invoice: {obstacles}.',
  'documents-busy': 'Enough documents are being written at the moment; ask again in {seconds} seconds.',
  'invoice-too-long':
    'The invoice {number} has {lines} charges; documents of more than {limit} are written by: prorata invoices document {number}.',
  'customer-not-found': 'There is no customer {customer}.',
  'customer-id-malformed': '{customer} is no id of a customer; it must be a GUID.',
  'subscription-not-found': 'There is no subscription {subscription}.',
  'token-missing': 'The request needs a bearer token in the Authorization header.',
  'token-invalid': 'The token cannot be used: {problem}.',
  'token-audience': 'The token is for {audience}, not for this API.',
  'role-insufficient': 'None of the roles {roles} may {what}.',
  'user-token-needed': 'This operation needs a token of a user; the one sent is of an application alone.',
  'stale-etag': 'The {what} has changed since it was read; read it again and repeat the change.',
  'continuation-token-invalid': 'The continuation token does not belong to this list; start from its first page.',
  'filter-unsupported': 'The filter cannot be used: {problem}.',
  'webhook-not-found': 'This application has no webhook; register one first.',
  'webhook-registered': 'This application has a webhook already, {registration}; change it with PUT.',
  'webhook-url-refused': 'The webhook URL cannot be used: {problem}.',
  'webhook-not-for-tests': 'The webhook is not registered for test-created; add that event first.',
  'webhook-event-not-found': 'There is no validation event {id} of this webhook.',
  'too-many-test-events': 'A webhook gets {limit} test events a minute; try again in {seconds} seconds.',
  'no-demo': 'This database is not that of a demo, and no sign-ins of a demo are put into it.',
  'no-sandbox': 'The account {account} follows the system clock; only the clock of a sandbox can be advanced.',
  'sandbox-in-use': 'The account {account} has customers or a ledger already; make a new account a sandbox.',
  'sandbox-clock-backwards': 'The clock of the sandbox stands at {now}; it goes forward only.',
  'sandbox-clock-too-far': 'The clock of a sandbox goes {years} years forward at a time, to {until} at most.',
  'sandbox-advancing':
    'The clock of the sandbox is on its way to {target}; wait, or ask for the same instant to go on.',
  'program-restricted': 'The partner account is {status}: it can manage what was sold, but sell nothing new.',
  'offer-not-transactable': 'The offer {offer} cannot be ordered here; ask the provider how it is sold.',
  'offer-withdrawn': 'The offer {offer} was withdrawn from sale on {day}; choose its successor.',
  'offer-channel-excluded': 'The publisher of {offer} does not sell through partners; the customer must buy it there.',
  'offer-exclusive': 'The offer {offer} is reserved for other partners.',
  'partner-country-excluded': 'The offer {offer} is not sold by partners in {country}.',
  'offer-not-in-country': 'The offer {offer} is not sold in {country}; choose an offer of that market.',
  'offer-not-in-currency': 'The offer {offer} has no price in {currency} for {country}.',
  'offer-term-unknown': 'The offer {offer} is not sold with term {term} and billing cycle {billingCycle}, only {sold}.',
  'segment-missing':
    'The offer {offer} is for the segments {segments}; the customer qualifies for {has}. Add the qualification first.',
  'prerequisite-missing': 'The offer {offer} needs an active subscription to one of {needed}; buy that first.',
  'add-on-base-missing':
    'The offer {offer} is an add-on of {bases}; the customer has none of them active. Buy the base first.',
  'offer-suspended': 'The customer has {offer} already, suspended; reactivate the subscription {subscription} instead.',
  'lifetime-limit-reached': 'The customer has bought {offer} {owned} times; {limit} is the limit for ever.',
  'concurrent-limit-reached': 'The customer has {owned} subscriptions to {offer} and may have {limit}; {wayOut}.',
  'trial-of-owned-offer':
    'The offer {offer} is a trial of {owned}, which the customer has; add licenses to that instead.',
  'cart-not-found': 'There is no cart {cart}; it may have expired. Create a new one.',
  'cart-ordered': 'The cart {cart} was ordered already; its orders are in the order history.',
  'cart-empty': 'The cart has no lines; add at least one.',
  'cart-too-large': 'A cart holds at most {limit} lines with their add-ons; this one has {count}. Use several carts.',
  'cart-line-id-taken': 'Two lines have the id {id}; every line and add-on needs its own.',
  'catalog-item-missing': 'The line {line} names no catalogue item; fill in {field}.',
  'order-not-found': 'There is no order {order}.',
  'provisioning-not-found': 'There is nothing to provision for an order {order}.',
  'agreement-missing':
    'The customer has not accepted the customer agreement; record who accepted it and when, then order again.',
  'reseller-buys-nothing':
    'An indirect reseller buys nothing: ask the provider to add licenses, to convert a trial or to change the offer.',
  'customer-removed': 'The relationship with the customer {customer} has ended; nothing can be sold to it.',
  'partner-agreement-missing': 'The partner has not signed the partner agreement; sign it, then order again.',
  'reseller-agreement-missing':
    'The reseller {mpnId} has not signed the partner agreement; nothing can be sold through it.',
  'reseller-restricted': 'The reseller {mpnId} is {status}; nothing new can be sold through it.',
  'network-id-unknown': 'There is no partner with the network id {mpnId}.',
  'network-id-own': 'The network id {mpnId} is your own; the partner on record is an indirect reseller.',
  'network-id-no-reseller': 'The partner {mpnId} is no indirect reseller.',
  'network-id-not-linked': 'The reseller {mpnId} does not work with you; agree on a relationship first.',
  'reseller-not-supported': 'Only an indirect provider sells through resellers; leave the reseller {mpnId} out.',
  'reseller-attestation-missing':
    'The order names a reseller; confirm with partnerOnRecordAttestationAccepted that it brought the sale.',
  'attestation-missing': '{offer} asks for a confirmation; set attestationAccepted once its conditions are met.',
  'promotion-unknown': 'There is no promotion {promotion} for {offer}; leave it out to buy at the list price.',
  'custom-term-end-unsupported': '{offer} cannot end on a date of choice; leave out customTermEndDate.',
  'renewal-term-unsupported': '{offer} renews for {term}; {asked} can be scheduled once it is bought.',
  'currency-not-sold': 'The partner is billed in {expected}; nothing can be ordered in {currency}.',
  'add-on-mismatch': '{offer} is not an add-on of {base}.',
  'add-on-base-needed': '{offer} is an add-on; name the subscription it is for, or order it with its base.',
  'add-on-base-pending': '{base} waits for its activation; its add-ons can be ordered afterwards.',
  'too-many-subscriptions': 'The customer has {owned} subscriptions; {limit} is the most one can have.',
  'order-lines-differ': 'An order has one billing cycle, but its lines have {cycles}; order them apart.',
  'order-line-unknown': 'The order has no line {line}; its lines are numbered from 0 to {last}.',
  'order-cycle-inactive': 'The subscription {subscription} is {status}; all of the order must be active.',
  'order-cycle-unsupported': '{offer} of the order cannot be billed {billingCycle}: {problem}.',
  'order-cycle-differs': 'The subscription {subscription} is billed {billingCycle}, not {expected} as the order is.',
  'order-synchronising': 'The subscription {subscription} waits for its activation; change the order afterwards.',
  'order-cancelled': 'The order {order} is cancelled already.',
  'order-not-cancellable': 'The order {order} cannot be cancelled any more; suspend its subscriptions instead.',
  'order-cancellation-restricted':
    'Only software can be cancelled by its order; cancel or suspend the subscriptions of {offer} instead.',
  'order-cancellation-by-subscription': 'Cancel the subscription {subscription} instead of its order.',
  'price-not-granted': 'Prices are not shown to you; ask without include_price.',
  'relationship-ended': 'The relationship between partner {partner} and customer {customer} has ended.',
  'domain-taken': 'The domain {domain} is taken; choose another one.',
  'country-unknown': 'There are no customers in {country} here: give the ISO 3166-1 code of a country that is served.',
  'country-out-of-reach': 'Customers in {country} cannot be served: {problem}.',
  'address-invalid': 'The address cannot be used: {problems}. See GET /v1/countryvalidationrules/{country}.',
  'registration-number-not-accepted':
    'No registration number is accepted for organisations in {country}; leave it out.',
  'registration-number-missing':
    'Organisations in {country} need companyProfile.organizationRegistrationNumber, such as {sample}.',
  'registration-number-malformed': 'The registration number of an organisation in {country} must match {pattern}.',
  'phone-number-missing': 'Organisations in {country} need billingProfile.defaultAddress.phoneNumber.',
  'customer-country-fixed':
    'The customer is in {country}, which cannot be changed: create a customer for the other country.',
  'customer-has-subscriptions':
    '{count} subscriptions of the customer are active or wait for their activation; suspend or cancel them first.',
  'customer-change-unknown': 'Only the relationship can be changed here: send relationshipToPartner none.',
  'only-in-sandbox': 'Only sandbox accounts may {what}.',
  'sandbox-full': 'A sandbox has at most {limit} {what}; delete some first.',
  'reseller-not-linked': 'There is no indirect reseller {reseller} that works with the partner.',
  'qualifications-not-combinable': 'A customer cannot be {qualifications} at once; replace the qualification instead.',
  'validation-code-invalid':
    'A government customer needs a validation code of the partner that has customers left; see GET /v1/customers/all/validations.',
  'agreement-confirmed-already': 'The same confirmation is stored already.',
  'agreement-template-unknown': 'There is no agreement template {template} of type {type}; see GET /v1/agreements.',
  'agreement-date-ahead': 'The agreement was accepted on {date}, which is yet to come.',
  'export-limit-reached':
    'The account has {count} {what} exports and the limit is {limit}; wait until one has finished or expired.',
  'export-too-large': 'The invoices have {lines} lines and the limit is {limit}; export fewer at a time.',
  'export-too-many-invoices': 'There are more than {limit} invoices in this period; choose a shorter one.',
  'export-empty': 'There are no invoices in this period, so there is nothing to export.',
  'range-unsatisfiable': 'The file has {size} bytes; ask for a range within it, such as bytes=0-1023.',
  'link-expired': 'The link has expired or was changed; ask for a new one.',
  'compliance-query-malformed': '{problem}.',
  'compliance-query-empty': 'Give mpnId or tenantId.',
  'compliance-network-id-unknown': 'There is no partner with the network id {mpnId}.',
  'compliance-network-id-elsewhere': 'The partner with the network id {mpnId} is in the region {region}, not in {own}.',
  'compliance-network-id-unsigned':
    'The partner with the network id {mpnId} has not signed the partner agreement of its region.',
  'compliance-no-reseller': 'The partner with the network id {mpnId} has no account of an indirect reseller.',
  'compliance-tenant-unknown': 'There is no account of the tenant {tenantId}.',
  'compliance-tenant-unsigned': 'The account of the tenant {tenantId} has not signed the partner agreement.',
  'profile-field-fixed': '{field} is {value} and cannot be changed here; ask the provider.',
  'tax-id-malformed': 'A tax id in {country} must look like {sample}.',
  'seek-operation-unknown': 'Lists go forward only: seekOperation is Next or First.',
  'network-profile-not-found': 'There is no partner with the network id {mpnId}.',
  'customer-user-not-found': 'The customer has no user {user}.',
  'customer-user-deleted':
    'The user {user} is deleted; restore it with state active first, which is possible for 30 days.',
  'customer-user-name-taken': 'An active user has the name {name} already; choose another.',
  'customer-user-name-invalid':
    '{name} is no name for a user of this customer: it takes letters, digits, dots, hyphens and underscores, and one of the domains {domains}.',
  'password-too-weak': 'The password cannot be used: {problem}.',
  'directory-role-not-found': 'There is no directory role {role}; list those of the customer.',
  'role-member-known': 'The user {user} has the role {role} already.',
  'role-member-unknown': 'The user {user} does not have the role {role}.',
  'usage-location-missing': 'The user {user} has no usage location; set one before assigning licenses.',
  'usage-location-excluded': '{sku} is not sold in {country}, the usage location of the user {user}.',
  'license-sku-unknown': 'The customer has no licenses {sku}; list its subscribed SKUs.',
  'license-plan-unknown': '{sku} has no service plan {plan}.',
  'license-pool-exhausted': 'All {total} licenses of {sku} are assigned; add licenses, or take one from another user.',
  'license-not-held': 'The user {user} has no license {sku} that could be removed.',
  'audit-period-invalid': 'The period cannot be read: {problem}.',
  'service-request-not-found': 'There is no service request {request}.',
  'support-topic-unknown': 'There is no support topic {topic}; list the support topics.',
  'organization-unknown': 'The organization {organization} is neither your account nor one of its customers.',
  'service-request-full': 'The service request has {limit} notes, which is the limit; file another one.',
  'price-list-lines-refused':
    'Nothing was imported: {problems} lines of the price list are refused; the first: {first}.',
  'price-list-too-late': 'A price list of {month} comes too late on {today}; import one of this month or a later one.',
  'price-list-days-passed':
    'On {today}, days of {month} have passed: a price that was missing can still be added, but {offer} has one.',
  'price-list-charged':
    'The subscription {subscription} of the partner {partner} was charged at other prices for days from {day} on; change them in a price list of a later month.',
  'price-list-out-of-order': 'A later month than {month} is published already; put the change into a month after it.',
  'price-list-closed': 'The price list is {state} and cannot be {asked}; import it again.',
  'price-list-own-import': 'You imported this price list yourself; somebody else has to publish it.',
  'sign-in-failed': 'User name or password are wrong.',
  'sign-in-locked': 'There were too many attempts; wait {seconds} seconds.',
  'too-many-sign-ins':
    'There are {limit} sign-ins under way from this address; finish one, or wait a quarter of an hour.',
  'second-factor-needed': 'A second factor is needed here; sign in again and prove it.',
  'sign-in-code-wrong': 'The code is wrong, or was used already; wait for the next one.',
  'sign-in-expired': 'This sign-in has expired or belongs to another browser; start again from the application.',
  'sign-in-link-expired': 'The link has expired or was used already; ask an administrator for a new one.',
  'password-refused': 'The password cannot be used: {problem}.',
  'sign-in-name-taken': 'The name {name} is taken; everybody signs in with an address of their own.',
  'role-not-grantable': 'Only a global admin may give or take the role {role}, or manage who has it.',
  'role-not-held': 'A service principal gets only roles you have; {role} is not among yours.',
  'role-of-other-side': 'The role {role} is not for this kind of account.',
  'last-administrator': 'The account would be left without a {role}; give the role to somebody else first.',
  'own-user-fixed': 'You cannot {what} yourself; ask another administrator.',
  'too-many-secrets': 'A service principal has at most {limit} secrets; remove one first.',
  'mpn-id-taken': 'The network id {mpnId} belongs to another partner.',
  'mpn-id-in-use':
    'The network id of a reseller that is or was linked to a provider stays: its customers are known by it. Onboard a new account for {mpnId}.',
  'partner-domain-taken': 'The domain name {domain} belongs to another partner.',
  'partner-type-unfit': 'The partner {partner} is no {expected}; resellers are linked to indirect providers.',
  'product-not-found': 'There is no product {product} in {country}.',
  'sku-not-found': 'The product {product} has no SKU {sku} in {country}.',
  'availability-not-found': 'The SKU {sku} of the product {product} has no availability {availability} in {country}.',
  'offer-not-found': 'There is no offer {offer} in {country}.',
  'offer-of-products': 'The id {offer} belongs to the product catalog; ask GET /v1/products/{product} for it.',
  'target-view-unknown': 'The targetView {view} is not open to you; known are {known}.',
  'target-segment-unknown': 'The targetSegment {segment} is not open here; open are {known}.',
  'sku-rules-contradict': 'The SKU cannot be sold like this: {problem}.',
  ...MONEY_REFUSALS,
  ...USAGE_REFUSALS,
} as const

export type RefusalCode = keyof typeof REFUSALS

/** One refusal: its code for programs, its data, and a sentence for people. */
export interface Refusal {
  readonly code: RefusalCode
  readonly data: Readonly<Record<string, string | number>>
  readonly message: string
  /** Further facts, one entry for each thing that is wrong. */
  readonly details?: readonly unknown[]
}

/** What a decision gives: a value, or the reason why not. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

/** A refusal with its sentence filled in from `data`. */
export function refuse(
  code: RefusalCode,
  data: Refusal['data'] = {},
): { readonly ok: false; readonly refusal: Refusal } {
  const message = REFUSALS[code].replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? `{${name}}`))
  return { ok: false, refusal: { code, data, message } }
}
