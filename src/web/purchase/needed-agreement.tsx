import { useMay } from '../session/session.js'
import { pathOf } from '../wire/call.js'
import { useRead } from '../wire/read.js'
import { Refused } from './refused.js'

/** Tells that the customer has to accept the agreement first, where that is so. */
export function NeededAgreement({ customerId }: { readonly customerId: string }) {
  const may = useMay()
  const { data } = useRead<{ readonly totalCount: number }>(pathOf`/v1/customers/${customerId}/agreements`, {
    query: { agreementType: '*' },
    enabled: may('agreement.read'),
  })
  if (data === undefined || data.totalCount > 0) return null
  return <Refused reason={{ word: 'agreement-missing', data: {}, sentence: '' }} customerId={customerId} offers={[]} />
}
