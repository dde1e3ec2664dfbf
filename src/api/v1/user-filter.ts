import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { readFilter } from '../filter.js'

/** Which users a filter asks for: those that are active, unless it says `UserState equals Inactive`. */
export function readUserFilter(text: string | undefined): Outcome<'active' | 'inactive'> {
  const conditions = readFilter(text, { UserState: ['equals'] })
  if (!conditions.ok) return conditions
  const states = new Set(conditions.value.map(({ value }) => value.toLowerCase()))
  const [state = 'active'] = states
  if (states.size <= 1 && (state === 'active' || state === 'inactive')) return accept(state)
  return refuse('filter-unsupported', { problem: 'UserState equals Active or Inactive' })
}
