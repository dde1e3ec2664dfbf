import {
  Button,
  Menu,
  MenuGroup,
  MenuGroupHeader,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { SettingsRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { ButtonLink } from '../parts/button-link.js'
import { Notices } from '../parts/notify.js'
import { isSignedIn } from '../session/tokens.js'
import { APPEARANCES, type Appearance, useAppearance } from '../shell/theme.js'
import { useShellWords } from '../shell/words.js'
import { chooseLanguage, LANGUAGES, type Language, useLanguage } from '../words/words.js'
import { useSignIn } from './use-sign-in.js'
import { useSimulateWords } from './words.js'

const NAMES: Readonly<Record<Language, string>> = { en: 'English', nl: 'Nederlands' }

const useStyles = makeStyles({
  page: {
    minHeight: '100vh',
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
  },
  name: { fontWeight: tokens.fontWeightBold, fontSize: tokens.fontSizeBase500, flexGrow: 1 },
  main: {
    padding: tokens.spacingHorizontalXL,
    minWidth: 0,
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM },
  },
  skip: {
    position: 'absolute',
    left: '-9999px',
    ':focus': { left: tokens.spacingHorizontalM, top: '4px', zIndex: 20 },
  },
})

/** What surrounds a page that also works for who has not signed in. */
export function Outside({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  const say = useSimulateWords()
  const signIn = useSignIn()
  return (
    <div className={styles.page}>
      <a href="#content" className={styles.skip}>
        {say('skip')}
      </a>
      <header className={styles.bar}>
        <Text className={styles.name}>prorata</Text>
        {isSignedIn() ? (
          <ButtonLink to="/" appearance="subtle">
            {say('toPortal')}
          </ButtonLink>
        ) : (
          <Button appearance="subtle" onClick={signIn}>
            {say('signIn')}
          </Button>
        )}
        <Settings />
      </header>
      <main id="content" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      <Notices />
    </div>
  )
}

function Settings() {
  const say = useSimulateWords()
  const shell = useShellWords()
  const language = useLanguage()
  const { appearance, choose } = useAppearance()
  return (
    <Menu
      checkedValues={{ language: [language], appearance: [appearance] }}
      onCheckedValueChange={(_, { name, checkedItems: [chosen] }) => {
        if (name === 'language') void chooseLanguage(chosen as Language)
        else choose(chosen as Appearance)
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<SettingsRegular />} aria-label={say('settings')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{shell('language')}</MenuGroupHeader>
            {LANGUAGES.map((tag) => (
              <MenuItemRadio key={tag} name="language" value={tag} lang={tag}>
                {NAMES[tag]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuGroup>
            <MenuGroupHeader>{shell('appearance')}</MenuGroupHeader>
            {APPEARANCES.map((word) => (
              <MenuItemRadio key={word} name="appearance" value={word}>
                {shell(word)}
              </MenuItemRadio>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
