import { MessageBar, MessageBarBody } from '@fluentui/react-components'

/** Names the fields that stand in the way of saving. */
export function ProblemList({ text, names }: { readonly text: string; readonly names: readonly string[] }) {
  return (
    <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        {text} {names.join(', ')}
      </MessageBarBody>
    </MessageBar>
  )
}
