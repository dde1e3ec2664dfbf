import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Fault } from '../wire/fault.js'
import { useOnline } from './offline.js'
import { useCommonWords } from './words.js'

const useStyles = makeStyles({
  skeleton: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingVerticalS,
  },
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingVerticalXXL,
    textAlign: 'center',
    color: tokens.colorNeutralForeground2,
  },
  details: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
})

const LINES = ['a', 'b', 'c', 'd']

export function Loading() {
  const styles = useStyles()
  const say = useCommonWords()
  return (
    <Skeleton aria-label={say('loading')} className={styles.skeleton}>
      {LINES.map((line) => (
        <SkeletonItem key={line} size={24} />
      ))}
    </Skeleton>
  )
}

/** What is forbidden to a role; whatever else is forbidden has its reason. */
const ROLE: ReadonlySet<string> = new Set(['', 'role-insufficient', 'role-not-grantable', 'role-not-held'])

/** Why something did not work, and what can be done. */
export function Problem({ fault, retry }: { readonly fault: Fault; readonly retry?: () => void }) {
  const styles = useStyles()
  const say = useCommonWords()
  const isOnline = useOnline()
  const texts: Readonly<Record<number, string>> = {
    404: say('notFound'),
    401: say('signInEnded'),
    0: say(isOnline ? 'notReached' : 'offline'),
  }
  return (
    <MessageBar intent={fault.status === 404 ? 'warning' : 'error'} layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>
          {ROLE.has(fault.word) && fault.status === 403 ? say('notAllowed') : say('problem')}
        </MessageBarTitle>{' '}
        {fault.word === '' || fault.status === 0 ? (texts[fault.status] ?? fault.message) : fault.message}
        {fault.retryAfter !== undefined && ` ${say('tryLater', { count: fault.retryAfter })}`}
        {fault.details.length > 0 && (
          <ul className={styles.details}>
            {fault.details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
      </MessageBarBody>
      {retry !== undefined && (
        <MessageBarActions>
          <Button onClick={retry}>{say('retry')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}

/** What stands where there is nothing, with the way to change that. */
export function Empty({ text, children }: { readonly text?: string; readonly children?: ReactNode }) {
  const styles = useStyles()
  const say = useCommonWords()
  return (
    <div className={styles.empty}>
      <Text>{text ?? say('nothingHere')}</Text>
      {children}
    </div>
  )
}

/** Why something is not there yet that will be asked for as soon as there is a connection. */
export const OFFLINE = new Fault('The browser is offline.', { status: 0, word: 'offline' })

/** Shows what was asked for once it is there; until then that it is on its way, or why it is not. */
export function Loaded<T>({
  read,
  children,
}: {
  readonly read: UseQueryResult<T, Fault>
  readonly children: (data: T) => ReactNode
}) {
  if (read.data !== undefined) return children(read.data)
  if (read.fetchStatus === 'paused') return <Problem fault={OFFLINE} />
  if (read.error !== null) return <Problem fault={read.error} retry={() => void read.refetch()} />
  return <Loading />
}
