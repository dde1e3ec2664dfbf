import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useSyncExternalStore } from 'react'
import { useCommonWords } from './words.js'

/** Tells that the browser has no connection, as long as it has none. */
export function Offline() {
  const say = useCommonWords()
  const online = useSyncExternalStore(listen, () => navigator.onLine)
  if (online) return null
  return (
    <MessageBar intent="warning">
      <MessageBarBody>{say('offline')}</MessageBarBody>
    </MessageBar>
  )
}

function listen(changed: () => void): () => void {
  const events = ['online', 'offline']
  for (const event of events) addEventListener(event, changed)
  return () => {
    for (const event of events) removeEventListener(event, changed)
  }
}
