import { useNotify } from '../parts/notify.js'
import { beginSignIn } from '../session/tokens.js'
import { useShellWords } from '../shell/words.js'
import { useLanguage } from '../words/words.js'

/** Signs in and comes back to the page as it stands, with the scenario that is in its address. */
export function useSignIn(): () => void {
  const say = useShellWords()
  const language = useLanguage()
  const notify = useNotify()
  return () => {
    beginSignIn(`${location.pathname}${location.hash}`, language).catch(() => notify(say('serverAway'), 'error'))
  }
}
