import { useParams } from '@tanstack/react-router'
import type { z } from 'zod'
import type { customerSchema } from '../../api/schema/customer.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'

export type Customer = z.output<typeof customerSchema>
export type Address = Customer['billingProfile']['defaultAddress']

/** The ids in the address of a page. */
export function useIds() {
  return useParams({ strict: false }) as {
    readonly customerId: string
    readonly orderId: string
    readonly userId: string
    readonly requestId: string
  }
}

export function customerPath(customerId: string): string {
  return pathOf`/v1/customers/${customerId}`
}

/** The customer a page is about. */
export function useCustomer(customerId: string) {
  return useRead<Customer>(customerPath(customerId))
}
