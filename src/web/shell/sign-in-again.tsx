import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { ButtonLink } from '../parts/button-link.js'
import { beginSignIn, forgetSignIn } from '../session/tokens.js'
import { useLanguage } from '../words/words.js'
import { useSignInWords } from './sign-in-words.js'
import { useShellWords } from './words.js'

const PATH = '/portal/sign-in'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
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
  },
  title: { margin: 0 },
})

/** Over a page whose sign-in has ended: the way to sign in again beside it, so that nothing on it is lost. */
export function SignInAgain() {
  const styles = useStyles()
  const say = useSignInWords()
  return (
    <Dialog open modalType="alert">
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{say('ended')}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{say('endedText')}</Text>
            <Text>{say('againText')}</Text>
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={forgetSignIn}>{say('leave')}</Button>
            <Button appearance="primary" onClick={() => void (open(PATH) ?? location.assign(PATH))}>
              {say('again')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

/** The tab in which somebody signs in again: it leads there at once, and closes itself where it may. */
export function SignInAgainPage() {
  const styles = useStyles()
  const say = useSignInWords()
  const sayShell = useShellWords()
  const language = useLanguage()
  const isDone = new URLSearchParams(location.search).has('done')
  const begun = useRef(false)
  const [away, setAway] = useState(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    if (isDone) close()
    else beginSignIn(`${PATH}?done`, language).catch(() => setAway(true))
  }, [isDone, language])
  return (
    <main className={styles.page}>
      {!isDone && !away && <Spinner label={sayShell('signIn')} />}
      {away && <Text>{sayShell('serverAway')}</Text>}
      {isDone && (
        <>
          <h1 className={styles.title}>{say('back')}</h1>
          <Text>{say('backText')}</Text>
        </>
      )}
      {(isDone || away) && <ButtonLink to="/">{sayShell('toHome')}</ButtonLink>}
    </main>
  )
}
