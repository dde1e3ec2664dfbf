import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Fault } from '../wire/fault.js'
import { Problem } from './states.js'
import { useCommonWords } from './words.js'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

export interface ConfirmProps {
  readonly open: boolean
  readonly title: string
  /** What will happen, with what it costs or gives back. */
  readonly children: ReactNode
  /** What the button says: the thing that is done, not "OK". */
  readonly action: string
  /** What the way back says, where "Cancel" could be taken for what is done. */
  readonly keep?: string
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** While it is being done. */
  readonly busy?: boolean
  readonly disabled?: boolean
  /** Why it was refused; what was typed stays. */
  readonly fault?: Fault | null
}

/** Asks before something is done, or takes the input it needs; stays open, with the reason, where it is refused. */
export function Confirm(props: ConfirmProps) {
  const { open, title, children, action, keep, onConfirm, onClose, busy = false, disabled = false, fault } = props
  const say = useCommonWords()
  const styles = useStyles()
  const refusal = useRef<HTMLDivElement>(null)
  // In a long dialog the reason would stand below what is seen.
  useEffect(() => {
    if (fault !== undefined && fault !== null) refusal.current?.scrollIntoView({ block: 'nearest' })
  }, [fault])
  return (
    <Dialog open={open} onOpenChange={(_, { open: wanted }) => !wanted && !busy && onClose()}>
      <DialogSurface>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (!busy && !disabled) onConfirm()
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>
              {children}
              {fault !== undefined && fault !== null && (
                <div ref={refusal}>
                  <Problem fault={fault} />
                </div>
              )}
            </DialogContent>
            <DialogActions fluid>
              <Button type="button" disabled={busy} onClick={onClose}>
                {keep ?? say('cancel')}
              </Button>
              <Button type="submit" appearance="primary" disabled={busy || disabled}>
                {action}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
