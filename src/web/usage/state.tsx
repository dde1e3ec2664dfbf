import { Status } from '../parts/status.js'
import { useUsageWords } from './words.js'

/** Whether a date is the contract's for something that has not happened. */
export const isNever = (date: string) => date.startsWith('0001-')

/** The state of a subscription in a word. */
export function State({ status }: { readonly status: string }) {
  const say = useUsageWords()
  if (status === 'active') return <Status text={say('active')} tone="good" />
  if (status === 'suspended') return <Status text={say('suspended')} tone="waiting" />
  return <Status text={status === 'deleted' ? say('deleted') : say('other')} tone="plain" />
}
