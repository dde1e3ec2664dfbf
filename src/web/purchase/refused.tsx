import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { Problem } from '../parts/states.js'
import type { Fault } from '../wire/fault.js'
import type { Offer } from './offers.js'
import { type Reason, reasonOfFault, useReasonText, WayOut } from './refusal.js'

const useStyles = makeStyles({ text: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS } })

export interface RefusedProps {
  readonly reason: Reason
  readonly customerId: string
  readonly offers: readonly Offer[]
  readonly intent?: 'warning' | 'error'
}

/** Why something cannot be bought and what can be done, as a message. */
export function Refused({ reason, customerId, offers, intent = 'warning' }: RefusedProps) {
  const styles = useStyles()
  const text = useReasonText(offers)
  return (
    <MessageBar intent={intent} layout="multiline" politeness="polite">
      <MessageBarBody>
        <span className={styles.text}>
          <span>{text(reason)}</span>
          <WayOut reason={reason} customerId={customerId} offers={offers} />
        </span>
      </MessageBarBody>
    </MessageBar>
  )
}

/** The same for what the server refused; a fault that is no refusal as everywhere. */
export function RefusedFault(props: Omit<RefusedProps, 'reason'> & { readonly fault: Fault | null }) {
  const { fault, ...rest } = props
  if (fault === null) return null
  return fault.word === '' || fault.status === 0 ? (
    <Problem fault={fault} />
  ) : (
    <Refused {...rest} intent="error" reason={reasonOfFault(fault)} />
  )
}
