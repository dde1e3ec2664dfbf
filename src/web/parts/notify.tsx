import { Toast, Toaster, type ToastIntent, ToastTitle, useToastController } from '@fluentui/react-components'

const TOASTER = 'portal'

/** Where short messages appear; once, at the top of the portal. */
export function Notices() {
  return <Toaster toasterId={TOASTER} position="bottom-end" />
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
