import { Badge, type BadgeProps, makeStyles } from '@fluentui/react-components'

export type Tone = 'good' | 'bad' | 'waiting' | 'over' | 'plain'

const COLOURS: Readonly<Record<Tone, BadgeProps['color']>> = {
  good: 'success',
  bad: 'danger',
  waiting: 'warning',
  over: 'subtle',
  plain: 'informative',
}

const useStyles = makeStyles({ badge: { whiteSpace: 'nowrap' } })

/** A state in one word; its colour only repeats what the word says. */
export function Status({ text, tone }: { readonly text: string; readonly tone: Tone }) {
  const styles = useStyles()
  return (
    <Badge className={styles.badge} appearance="tint" color={COLOURS[tone]} shape="rounded">
      {text}
    </Badge>
  )
}
