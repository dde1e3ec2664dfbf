import { Badge, type BadgeProps } from '@fluentui/react-components'

export type Tone = 'good' | 'bad' | 'waiting' | 'over' | 'plain'

const COLOURS: Readonly<Record<Tone, BadgeProps['color']>> = {
  good: 'success',
  bad: 'danger',
  waiting: 'warning',
  over: 'subtle',
  plain: 'informative',
}

/** A state in one word; its colour only repeats what the word says. */
export function Status({ text, tone }: { readonly text: string; readonly tone: Tone }) {
  return (
    <Badge appearance="tint" color={COLOURS[tone]} shape="rounded">
      {text}
    </Badge>
  )
}
