import { type ReactNode, useState } from 'react'
import type { Act } from './actions.js'
import type { DialogProps } from './change-dialog.js'
import { FrequencyDialog } from './frequency-dialog.js'
import type { Choices } from './model.js'
import { MoveDialog } from './move-dialog.js'
import { PartnerDialog } from './partner-dialog.js'
import { QuantityDialog } from './quantity-dialog.js'
import { RenameDialog } from './rename-dialog.js'
import { RenewalDialog, UnscheduleDialog } from './renewal-dialog.js'
import { CancelDialog, ReactivateDialog, RenewDialog, SuspendDialog } from './status-dialogs.js'

/** Opens the dialog of an act. */
export type Open = (act: Act) => void

/** The dialog that is open, and what opens one. A billing frequency that is changed by the order has a page of its own. */
export function useDialogs(
  props: Omit<DialogProps, 'onClose'> & { readonly choices: Choices | undefined },
): readonly [open: Open, dialog: ReactNode] {
  const [act, setAct] = useState<Act>()
  const { choices, ...rest } = props
  const shared = { ...rest, onClose: () => setAct(undefined) }
  const withChoices = choices === undefined ? undefined : { ...shared, choices }
  const dialogs: Readonly<Record<Act, () => ReactNode>> = {
    quantity: () => withChoices && <QuantityDialog {...withChoices} />,
    rename: () => <RenameDialog {...shared} />,
    frequency: () => withChoices && <FrequencyDialog {...withChoices} />,
    renew: () => <RenewDialog {...shared} />,
    schedule: () => withChoices && <RenewalDialog {...withChoices} />,
    unschedule: () => <UnscheduleDialog {...shared} />,
    move: () => withChoices && <MoveDialog {...withChoices} />,
    suspend: () => withChoices && <SuspendDialog {...withChoices} />,
    reactivate: () => <ReactivateDialog {...shared} />,
    cancel: () => <CancelDialog {...shared} onEndLater={() => setAct('renew')} />,
    partner: () => <PartnerDialog {...shared} />,
  }
  return [setAct, act === undefined ? null : dialogs[act]()]
}
