import { Button, type ButtonProps, Tooltip } from '@fluentui/react-components'
import type { Act, ActState } from './actions.js'
import type { Open } from './dialogs.js'

export interface ActButtonProps {
  readonly act: Act
  readonly state: ActState
  readonly text: string
  readonly open: Open
  readonly icon?: ButtonProps['icon']
  readonly appearance?: ButtonProps['appearance']
  readonly size?: ButtonProps['size']
}

/** A button for an act: absent where there is no such act, and with the reason where it cannot be done now. */
export function ActButton({ act, state, text, open, icon, appearance, size }: ActButtonProps) {
  if (state === 'absent') return null
  const isPossible = state === 'possible'
  const button = (
    <Button
      icon={icon}
      appearance={appearance}
      size={size}
      disabledFocusable={!isPossible}
      onClick={() => isPossible && open(act)}
    >
      {text}
    </Button>
  )
  if (isPossible) return button
  return (
    <Tooltip content={state.reason} relationship="description">
      {button}
    </Tooltip>
  )
}
