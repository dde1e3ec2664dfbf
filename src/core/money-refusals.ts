/** Refusals about taxes, discounts, payments, corrections and what is told of them: a part of `REFUSALS`. */
export const MONEY_REFUSALS = {
  'tax-rate-missing': 'There is no tax rate of {place} for {taxClass} on {day}; import one.',
  'discount-charged':
    'From {day} on the subscription {subscription} of {partner} was charged otherwise; choose days nothing was charged for.',
  'discount-ended': 'The discount ended on {day}; give a new one.',
  'discount-end-passed': 'A discount cannot end on {until}; the earliest day is {earliest}.',
  'discounts-refused': '{problems} lines of the file are refused; the first: {first}.',
  'tax-rates-refused': '{problems} lines of the file are refused; the first: {first}.',
  'tax-registration-overlap': 'For these days the provider is registered as {kind} in {place} already, with {number}.',
  'tax-profile-invoiced': 'There is an invoice of {day}; what decides about taxes can be changed from {earliest} on.',
  'certificate-refused': 'The certificate cannot be used: {problem}.',
  'receipt-refused': 'The receipt cannot be kept: {problem}.',
  'too-many-submissions': '{limit} submissions wait for a decision of the provider; wait until some are decided.',
  'exemption-decided': 'The exemption is {state}; submit a new one.',
  'withholding-invoice-unfit':
    'Tax withheld is claimed here for partly paid invoices only; {invoice} is {standing}. Ask support.',
  'withholding-too-large': 'Only {open} {currency} of the invoice {invoice} are open; {asked} were claimed.',
  'withholding-under-way': 'A claim for the invoice {invoice} is {state} already.',
  'withholding-closed': 'The claim is {state} and cannot be {asked}.',
  'payment-currency-differs':
    'The payment is in {currency}, but {number} is in {expected}; pay it in its own currency.',
  'invoice-settled': 'Nothing is open on {number}.',
  'allocation-exceeds-invoice': 'Only {open} {currency} is open on {number}; allocate that or less.',
  'allocation-exceeds-payment': 'Only {rest} {currency} is left of the payment; allocate less, or name fewer invoices.',
  'nothing-to-take-back': '{available} {currency} of {what} can be taken back; ask for a part of that.',
  'refund-exceeds-payment': '{available} {currency} of the payment {what} is unallocated; refund a part of that.',
  'refund-of-withholding': 'Tax that was withheld was never received, so none of it can be refunded.',
  'write-off-exceeds-invoice': '{available} {currency} is open on {what}; write off a part of that.',
  'no-credit-balance': 'The document {number} has no credit balance that could pay others.',
  'credit-limit-reached': 'The credit limit of {limit} is used up; pay open invoices, or ask for a higher limit.',
  'credit-below-purchase':
    'The purchase of {incoming} is more than the {available} left of the credit limit; pay open invoices first.',
  'credit-below-licenses':
    'The licenses for {incoming} are more than the {available} left of the credit limit; pay open invoices first.',
  'account-past-due': 'Invoices of {amount} are past due since {since}; nothing new can be bought until they are paid.',
  'amendment-reason-unfit': 'The reason {reason} is good for {actions}, not for {action}; give another one.',
  'amendment-of-credit': '{number} takes something back itself and cannot be amended; amend the invoice it is about.',
  'document-void': '{number} was voided by {by}; amend what replaced it.',
  'document-written-off': 'A part of {number} was written off; take the write-off back first.',
  'rebill-not-offered': 'Invoices of {country} are not voided and billed again; issue a credit note.',
  'rebill-of-credited':
    'A part of {number} was credited, and billing it again would charge that once more; void what is left, or credit it.',
  'nothing-to-credit': 'Nothing of {number} would be credited: nothing is left, or what was named comes to nothing.',
  'credit-exceeds-charge': '{rest} is left of {what}; credit a part of that.',
  'credit-line-without-charges': 'The document has no line {line} of charges; see its lines.',
  'document-too-long-to-credit':
    '{number} has {charges} charges, and parts of documents of more than {limit} cannot be credited; void it, or bill it again.',
  'too-many-credit-notes': '{number} has {limit} credit notes already; void what is left of it.',
  'bank-statement-refused': 'Nothing was imported: {problem}.',
  'mail-waiting': 'The mail {mail} is still to be sent; wait until it is, or look at what keeps it.',
  'mail-of-sandbox': 'Mails of sandboxes and demos are only shown; {mail} is not sent.',
  'mail-kind-fixed': 'Mails of the kind {kind} cannot be switched off: they tell of consequences somebody has to know.',
  'bank-entry-decided': 'The entry {entry} is {state} already.',
  'adjustment-decided': 'The adjustment is {state} and cannot be {asked}; propose another one.',
  'adjustment-invoiced': 'The adjustment is on the invoice {number}; only a credit note can change that now.',
  'adjustment-own-proposal': 'You proposed this adjustment yourself; somebody else has to approve it.',
  'credit-request-too-late':
    'This credit could be asked for until {until}; it is {today}. For goodwill, write to the provider.',
  'credit-request-automatic':
    'Until {until} no request is needed: suspend or cancel the subscription, and all of it is credited by itself.',
  'credit-request-licenses-assigned':
    '{count} licenses of this subscription are assigned to users; take them back, and ask before the end of {until}.',
  'credit-request-not-possible': 'There is no credit for this: {problem}.',
  'credit-request-advisory': '{incident} is an advisory; only incidents are credited.',
  'credit-request-incident-malformed':
    'An incident id is two letters of {prefixes} and a number, such as {sample}; {incident} is none.',
  'credit-request-evidence-missing': 'The request lacks {missing}; add that.',
  'credit-request-under-way': 'A request of this kind for the subscription {subscription} is {state} already.',
  'credit-request-closed': 'The request is {state} and cannot be {asked}.',
  'credit-exceeds-charges':
    '{available} {currency} of what was charged for the subscription is not credited yet; credit that or less.',
} as const
