import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  Text,
  Title1,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { AppLink } from '../parts/link.js'
import { beginSignIn, configuration, finishSignIn } from '../session/tokens.js'
import { useLanguage } from '../words/words.js'
import { useShellWords } from './words.js'

const useStyles = makeStyles({
  page: {
    minHeight: '100vh',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
    boxSizing: 'border-box',
    textAlign: 'center',
    backgroundColor: tokens.colorNeutralBackground2,
  },
})

/** What who has not signed in sees: the way to the page on which people do. */
export function SignInPage({ problem }: { readonly problem?: string }) {
  const styles = useStyles()
  const say = useShellWords()
  const language = useLanguage()
  const [away, setAway] = useState(false)
  const configured = useQuery({ queryKey: ['configuration'], queryFn: configuration })
  const begin = () => {
    setAway(false)
    beginSignIn(returnPath(), language).catch(() => setAway(true))
  }
  useEffect(() => {
    document.title = `${say('signIn')} – prorata`
  })
  return (
    <main className={styles.page}>
      <Title1 as="h1">prorata</Title1>
      <Text size={400}>{say('signInText')}</Text>
      {problem !== undefined && (
        <MessageBar intent="error">
          <MessageBarBody>{problem === '' ? say('signInFailed') : problem}</MessageBarBody>
        </MessageBar>
      )}
      {away && (
        <MessageBar intent="error">
          <MessageBarBody>{say('serverAway')}</MessageBarBody>
        </MessageBar>
      )}
      <Button appearance="primary" size="large" onClick={begin}>
        {say('signIn')}
      </Button>
      {configured.data?.openSimulation === true && <AppLink to="/simulate">{say('simulate')}</AppLink>}
    </main>
  )
}

/** The page somebody wanted to see before signing in. */
function returnPath(): string {
  const { pathname, search } = location
  return pathname.endsWith('/signed-in') ? '/portal/' : `${pathname}${search}`
}

/** Where the browser comes back from signing in. */
export function SignedInPage() {
  const say = useShellWords()
  const [problem, setProblem] = useState<string>()
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    finishSignIn(new URLSearchParams(location.search))
      .then((finished) => {
        if ('problem' in finished) setProblem(finished.problem)
        else location.replace(finished.returnTo)
      })
      .catch(() => setProblem(''))
  }, [])
  return problem === undefined ? <Spinner label={say('signIn')} /> : <SignInPage problem={problem} />
}
