import type { User } from './users.js'

/** What the parts of the page of a user get. */
export interface UserProps {
  readonly customerId: string
  readonly user: User
}
