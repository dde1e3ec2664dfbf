import type { Customer } from './customer.js'

/** What a part of the page of a customer gets. */
export interface TabProps {
  readonly customer: Customer
}
