import type { z } from 'zod'
import type { agreementSchema, directSignStatusSchema } from '../../api/schema/agreement.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { customerPath } from './customer.js'

export type Agreement = z.output<typeof agreementSchema>

interface Agreements {
  readonly items: readonly Agreement[]
}

/** Whether the agreement stands without which nothing can be bought. */
export function useAgreement(customerId: string) {
  const may = useMay()
  const enabled = may('agreement.read')
  const query = { agreementType: 'MicrosoftCustomerAgreement' }
  const agreements = useRead<Agreements>(`${customerPath(customerId)}/agreements`, { query, enabled })
  const signed = useRead<z.output<typeof directSignStatusSchema>>(
    `${customerPath(customerId)}/directSignedMicrosoftCustomerAgreementStatus`,
    { enabled },
  )
  const isMissing = agreements.data?.items.length === 0 && signed.data?.isSigned === false
  return { agreements, isSigned: signed.data?.isSigned === true, isMissing }
}
