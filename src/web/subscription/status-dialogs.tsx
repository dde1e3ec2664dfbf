import { Button, Text } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useFormat } from '../format/format.js'
import { ChangeDialog, type DialogProps } from './change-dialog.js'
import { useChangeWords } from './change-words.js'
import { type Choices, dayAfter, type Preview } from './model.js'
import { usePreview } from './use-subscription.js'

const SUSPEND = { status: 'suspended' } as const
const REACTIVATE = { status: 'active' } as const
const CANCEL = { status: 'deleted' } as const
const RENEW_OFF = { autoRenewEnabled: false } as const
const RENEW_ON = { autoRenewEnabled: true } as const

export function SuspendDialog({ choices, ...props }: DialogProps & { readonly choices: Choices }) {
  const say = useChangeWords()
  const { day } = useFormat()
  const { friendlyName: name } = props.subscription
  const { stopsBilling, switchesAutoRenewOff, reactivationDays } = choices.suspension
  const until = (preview: Preview | undefined): ReactNode => {
    const end = preview?.subscription.deprovisioningDate
    return end === undefined ? say('suspendText', { days: reactivationDays }) : say('suspendUntil', { day: day(end) })
  }
  return (
    <ChangeDialog
      {...props}
      title={say('suspendTitle', { name })}
      action={say('suspendAction')}
      wish={SUSPEND}
      done={say('suspendDone', { name })}
    >
      {(preview) => (
        <>
          <Text>{until(preview)}</Text>
          {!stopsBilling && <Text>{say('suspendStill')}</Text>}
          {switchesAutoRenewOff && props.subscription.autoRenewEnabled && <Text>{say('suspendRenewOff')}</Text>}
        </>
      )}
    </ChangeDialog>
  )
}

export function ReactivateDialog(props: DialogProps) {
  const say = useChangeWords()
  const { friendlyName: name } = props.subscription
  return (
    <ChangeDialog
      {...props}
      title={say('reactivateTitle', { name })}
      action={say('reactivateAction')}
      wish={REACTIVATE}
      done={say('reactivateDone', { name })}
    >
      {() => <Text>{say('reactivateText')}</Text>}
    </ChangeDialog>
  )
}

/** Cancels at once or, where the windows have closed, leads to the end of the term. */
export function CancelDialog({ onEndLater, ...props }: DialogProps & { readonly onEndLater: () => void }) {
  const say = useChangeWords()
  const { day } = useFormat()
  const { friendlyName: name, commitmentEndDate, autoRenewEnabled, status } = props.subscription
  const isPending = status === 'pending'
  const { data, error } = usePreview(props.place, isPending ? undefined : CANCEL)
  const staysUntil = data !== undefined && data.subscription.status === 'active' ? day(commitmentEndDate) : undefined
  const isClosed = error?.word === 'cancellation-window-closed'
  const isLater = staysUntil !== undefined
  return (
    <ChangeDialog
      {...props}
      title={say('cancelTitle', { name })}
      keep={say('cancelKeep')}
      action={isLater ? say('cancelLaterAction', { day: staysUntil }) : say('cancelAction')}
      wish={CANCEL}
      free={isPending}
      done={isLater ? say('cancelLaterDone', { name, day: staysUntil }) : say('cancelDone', { name })}
    >
      {() => (
        <>
          <Text>{isLater ? say('cancelLater', { day: staysUntil }) : say('cancelText')}</Text>
          {isClosed && autoRenewEnabled && (
            <Button onClick={onEndLater}>{say('cancelLaterAction', { day: day(commitmentEndDate) })}</Button>
          )}
        </>
      )}
    </ChangeDialog>
  )
}

export function RenewDialog(props: DialogProps) {
  const say = useChangeWords()
  const { day } = useFormat()
  const { friendlyName: name, autoRenewEnabled: isOn, commitmentEndDate: end } = props.subscription
  const planned = props.subscription.scheduledNextTermInstructions !== undefined
  if (!isOn) {
    return (
      <ChangeDialog
        {...props}
        title={say('renewOnTitle', { name, day: day(dayAfter(end)) })}
        action={say('renewOnAction')}
        wish={RENEW_ON}
        done={say('renewOnDone', { name })}
      >
        {() => <Text>{say('renewOnText')}</Text>}
      </ChangeDialog>
    )
  }
  return (
    <ChangeDialog
      {...props}
      title={say('renewOffTitle', { name, day: day(end) })}
      action={say('renewOffAction')}
      wish={RENEW_OFF}
      done={say('renewOffDone', { name })}
    >
      {() => (
        <>
          <Text>{say('renewOffText')}</Text>
          {planned && <Text>{say('renewOffDrops')}</Text>}
        </>
      )}
    </ChangeDialog>
  )
}
