import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { useSession } from '../session/session.js'
import { signOut } from '../session/tokens.js'
import { chooseLanguage, LANGUAGES, type Language, useLanguage } from '../words/words.js'
import { APPEARANCES, type Appearance, useAppearance } from './theme.js'
import { useShellWords } from './words.js'

/** Names of languages are written in themselves. */
const NAMES: Readonly<Record<Language, string>> = { en: 'English', nl: 'Nederlands' }

/** Who has signed in, in which language and how the portal looks, and the way out. */
export function UserMenu() {
  const say = useShellWords()
  const { user } = useSession()
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
        <Button
          appearance="subtle"
          shape="circular"
          icon={<Avatar name={user.name} size={28} aria-hidden />}
          aria-label={say('signedInAs', { name: user.name })}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{say('signedInAs', { name: user.signInName })}</MenuGroupHeader>
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{say('language')}</MenuGroupHeader>
            {LANGUAGES.map((tag) => (
              <MenuItemRadio key={tag} name="language" value={tag} lang={tag}>
                {NAMES[tag]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{say('appearance')}</MenuGroupHeader>
            {APPEARANCES.map((word) => (
              <MenuItemRadio key={word} name="appearance" value={word}>
                {say(word)}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItem onClick={() => void signOut()}>{say('signOut')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
