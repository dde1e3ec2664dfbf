import { useAgreement } from '../customers/agreement.js'
import { Refused } from './refused.js'

/** Tells that the customer has to accept the agreement first, where that is so. */
export function NeededAgreement({ customerId }: { readonly customerId: string }) {
  const { isMissing } = useAgreement(customerId)
  if (!isMissing) return null
  return <Refused reason={{ word: 'agreement-missing', data: {}, sentence: '' }} customerId={customerId} offers={[]} />
}
