import { AriaLiveAnnouncer, FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components'
import { createContext, type ReactNode, useContext, useLayoutEffect, useState, useSyncExternalStore } from 'react'

export const APPEARANCES = ['system', 'light', 'dark'] as const
export type Appearance = (typeof APPEARANCES)[number]

const KEY = 'prorata.appearance'
const DARK = '(prefers-color-scheme: dark)'

const AppearanceContext = createContext<{
  readonly appearance: Appearance
  readonly isDark: boolean
  readonly choose: (appearance: Appearance) => void
}>({ appearance: 'system', isDark: false, choose: () => {} })

/** Light or dark, as chosen here before or as the system says. */
export function Themed({ children }: { readonly children: ReactNode }) {
  const [appearance, setAppearance] = useState<Appearance>(
    () => APPEARANCES.find((known) => known === localStorage.getItem(KEY)) ?? 'system',
  )
  const systemIsDark = useSyncExternalStore(listen, () => matchMedia(DARK).matches)
  const isDark = appearance === 'system' ? systemIsDark : appearance === 'dark'
  useLayoutEffect(() => {
    // What the browser draws itself follows, in dialogs too: pickers of days and files, scroll bars.
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light'
  }, [isDark])
  const choose = (wanted: Appearance) => {
    localStorage.setItem(KEY, wanted)
    setAppearance(wanted)
  }
  return (
    <AppearanceContext value={{ appearance, isDark, choose }}>
      <FluentProvider theme={isDark ? webDarkTheme : webLightTheme} style={{ minHeight: '100%' }}>
        <AriaLiveAnnouncer>{children}</AriaLiveAnnouncer>
      </FluentProvider>
    </AppearanceContext>
  )
}

export function useAppearance() {
  return useContext(AppearanceContext)
}

function listen(changed: () => void): () => void {
  const query = matchMedia(DARK)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
