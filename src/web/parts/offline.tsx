import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useSyncExternalStore } from 'react'
import { useCommonWords } from './words.js'

/** Tells that the browser has no connection, as long as it has none. */
export function Offline() {
  const say = useCommonWords()
  if (useOnline()) return null
  return (
    <MessageBar intent="warning">
      <MessageBarBody>{say('offline')}</MessageBarBody>
    </MessageBar>
  )
}

/** Whether the browser has a connection, as far as it knows. */
export function useOnline(): boolean {
  return useSyncExternalStore(listen, () => navigator.onLine)
}

function listen(changed: () => void): () => void {
  const events = ['online', 'offline']
  for (const event of events) addEventListener(event, changed)
  return () => {
    for (const event of events) removeEventListener(event, changed)
  }
}
