import { Choice } from '../ui/choice.js'
import { Toolbar } from '../ui/toolbar.js'
import { useConsoleWords } from '../ui/words.js'
import { useApprovalWords } from './words.js'

/** Which state a list is narrowed to; `all` for every one. */
export function StateChoice({
  states,
  value,
  onChoose,
}: {
  readonly states: readonly string[]
  readonly value: string
  readonly onChoose: (state: string) => void
}) {
  const say = useApprovalWords()
  const general = useConsoleWords()
  return (
    <Toolbar>
      <Choice
        label={general('state')}
        value={value}
        options={[
          ...states.map((state) => ({ value: state, text: say(state as 'approved') })),
          { value: 'all', text: general('allStates') },
        ]}
        onChoose={onChoose}
      />
    </Toolbar>
  )
}

/** What a filter sends: nothing for all states. */
export function stateQuery(state: string): string | undefined {
  return state === 'all' ? undefined : state
}
