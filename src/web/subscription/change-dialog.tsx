import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { Confirm } from '../parts/confirm.js'
import { useMay } from '../session/session.js'
import { ChangePreview } from './change-preview.js'
import { useChangeWords } from './change-words.js'
import type { Place, Preview, Subscription } from './model.js'
import { useRefusal } from './refusal-words.js'
import { usePreview, useSubscriptionChange, type Wish } from './use-subscription.js'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
})

/** What every dialog about a subscription gets. */
export interface DialogProps {
  readonly place: Place
  readonly subscription: Subscription
  readonly onClose: () => void
}

export interface ChangeDialogProps extends DialogProps {
  readonly title: string
  readonly action: string
  /** What the way back says, where "Cancel" could be taken for what is done. */
  readonly keep?: string
  /** What is wished; nothing while it is not complete, or would change nothing. */
  readonly wish: Wish | undefined
  /** What is told once it is done. */
  readonly done: string
  /** Whether it can cost or give back anything; left out, it can. */
  readonly free?: boolean
  /** What is shown above the money, knowing what would come about where that is known. */
  readonly children?: (preview: Preview | undefined) => ReactNode
}

/** Asks for a change, shows its exact money before it is made, and stays open, with what was typed, where it is refused. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { place, subscription, onClose, title, action, keep, wish, done, free = false, children } = props
  const styles = useStyles()
  const refusal = useRefusal()
  const seesMoney = useMay()('charge.read') && !free
  const asked = usePreview(place, free ? undefined : wish)
  const { busy, fault, carryOut } = useSubscriptionChange(place, subscription, onClose)
  const isStale = fault?.word === 'stale-etag'
  const isKnown = !seesMoney || (asked.isSettled && asked.data !== undefined && asked.error === null)
  return (
    <Confirm
      open
      title={title}
      action={action}
      {...(keep === undefined ? {} : { keep })}
      busy={busy}
      disabled={wish === undefined || !isKnown}
      fault={isStale || asked.fetchStatus === 'paused' ? null : refusal(fault)}
      onConfirm={() => wish !== undefined && carryOut(wish, done)}
      onClose={onClose}
    >
      <div className={styles.content}>
        {isStale && <Stale />}
        {children?.(wish === undefined || free || !asked.isSettled ? undefined : asked.data)}
        {!free && <ChangePreview asked={asked} isWanted={wish !== undefined} />}
      </div>
    </Confirm>
  )
}

/** Tells that what is shown was changed by somebody else in the meantime. */
function Stale() {
  const say = useChangeWords()
  return (
    <MessageBar intent="warning" layout="multiline" politeness="assertive">
      <MessageBarBody>{say('stale')}</MessageBarBody>
    </MessageBar>
  )
}
