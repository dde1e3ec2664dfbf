import { Toast, Toaster, type ToastIntent, ToastTitle, useToastController } from '@fluentui/react-components'
import { useState } from 'react'
import { useCommonWords } from './words.js'

const TOASTER = 'portal'

/** Where short messages appear, in a landmark of their own; once in the portal. */
export function Notices() {
  const say = useCommonWords()
  const [place, setPlace] = useState<HTMLElement | null>(null)
  return (
    <section aria-label={say('messages')} ref={setPlace}>
      <Toaster toasterId={TOASTER} position="bottom-end" mountNode={place} />
    </section>
  )
}

/** Tells that something was done, in a message that goes away by itself. */
export function useNotify(): (text: string, intent?: ToastIntent) => void {
  const { dispatchToast } = useToastController(TOASTER)
  return (text, intent = 'success') =>
    dispatchToast(
      <Toast>
        <ToastTitle>{text}</ToastTitle>
      </Toast>,
      { intent },
    )
}
