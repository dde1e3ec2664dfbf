/** How the core and the use cases say no to usage, meters, rates and budgets; a part of `REFUSALS`. */
export const USAGE_REFUSALS = {
  'usage-fixed':
    'A subscription that costs what is used has no quantity, billing cycle or renewal to change; cancel it, or order another one.',
  'usage-rate-missing': 'The meter {meter} has no rate in {currency} for {day}: import one, then rate the usage again.',
  'usage-not-metered':
    'The meter {meter} belongs to {sku}, which is not charged by usage: move the meter to a SKU that is.',
  'usage-amount-too-large':
    'The usage of the meter {meter} comes to {amount} {currency}, which no charge can have: amend the event whose quantity is wrong.',
  'exchange-rate-missing':
    'There is no exchange rate from {from} to {to} for {month}: import it, then rate the usage again.',
  'usage-file-refused': 'Nothing of the file was imported: {problems} of its lines are refused, the first: {first}.',
  'meter-not-found': 'There is no meter {meter}; import it first.',
  'meter-in-use':
    'The meter {meter} has usage, so its product, SKU and pricing currency stay; import another meter instead.',
  'sku-not-metered':
    'Nothing is metered under the profile {profile} of the SKU {sku}; name a SKU whose profile has usage.',
  'usage-rate-invoiced':
    'Usage of the meter {meter} in {currency} has been invoiced at its rates through {last}; let the row begin after it.',
  'usage-currency-invoiced':
    'Usage of the meter {meter} has been invoiced in {currency} at the exchange rate from {from}; it cannot get rates in {currency} now.',
  'exchange-rate-invoiced':
    'Invoices have used the exchange rate from {from} to {to} of {month}, so it cannot change any more.',
  'nothing-metered': 'Usage is generated for what is metered, and {what} is not: import meters for what it has bought.',
  'usage-event-malformed': 'The usage event {event} cannot be read. {problem}.',
  'usage-event-not-found': 'No usage event {event} was reported for this partner; report it before it is changed.',
  'usage-event-conflict':
    'The usage event {event} was reported before with another {what}; to change its quantity, send an event that amends it.',
  'usage-amendment-of-amendment': 'The usage event {event} amends another one itself; amend {original} instead.',
  'usage-subscription-unknown': 'The partner has no subscription {subscription}.',
  'usage-subscription-not-metered':
    'Nothing is metered for the subscription {subscription}; report usage of a subscription to a metered SKU.',
  'usage-meter-unknown': 'There is no meter {meter}; import it, then send the event again.',
  'usage-meter-of-other-sku':
    'The meter {meter} belongs to the SKU {sku}, and the subscription {subscription} is to {subscribed}.',
  'usage-before-purchase': 'The subscription {subscription} was bought at {purchasedAt}, after the usage at {time}.',
  'usage-after-end': 'The subscription {subscription} ended at {endedAt}, before the usage at {time}.',
  'usage-in-future': 'The usage at {time} is still to come: it is {now}; check the clock of the reporter.',
  'usage-too-old': 'The usage at {time} is older than {days} days and can neither be reported nor amended any more.',
  'gap-days-bad': 'Days without access must end after they start; {endsOn} is not after {startsOn}.',
  'budget-twice': 'The customer {customer} is named twice; name each customer once.',
  'budget-file-refused':
    'Of the file of budgets {problems} lines cannot be taken, the first: {first}. Correct them and import it again.',
  'usage-range-bad': 'Usage of this range cannot be told: {problem}.',
} as const
