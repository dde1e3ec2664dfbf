import { useBlocker } from '@tanstack/react-router'
import { Confirm } from './confirm.js'
import { useCommonWords } from './words.js'

/** Asks before a page is left on which something was typed that is not saved. */
export function Unsaved({ changed }: { readonly changed: boolean }) {
  const say = useCommonWords()
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => changed,
    withResolver: true,
    enableBeforeUnload: changed,
  })
  return (
    <Confirm
      open={status === 'blocked'}
      title={say('leave')}
      action={say('leaveAnyway')}
      onConfirm={() => proceed?.()}
      onClose={() => reset?.()}
    >
      {say('leaveText')}
    </Confirm>
  )
}
