import {
  Button,
  makeStyles,
  mergeClasses,
  OverlayDrawer,
  Text,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components'
import { NavigationRegular } from '@fluentui/react-icons'
import { Link, Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Notices } from '../parts/notify.js'
import { Offline } from '../parts/offline.js'
import { useMay, useSession } from '../session/session.js'
import { type Entry, FIRST_ENTRY, LAST_ENTRIES, PARTNER_MENU, PROVIDER_MENU } from './navigation.js'
import { PartnerSwitch } from './partner-switch.js'
import { UserMenu } from './user-menu.js'
import { useShellWords } from './words.js'

const NARROW = '@media (max-width: 899px)'

const useStyles = makeStyles({
  shell: {
    minHeight: '100vh',
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    position: 'sticky',
    top: 0,
    zIndex: 10,
  },
  name: {
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase400,
    color: tokens.colorBrandForeground1,
  },
  account: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', flexGrow: 1, minWidth: 0 },
  clock: {
    backgroundColor: tokens.colorPaletteYellowBackground2,
    color: tokens.colorNeutralForeground1,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    textAlign: 'center',
  },
  body: { display: 'flex', flexGrow: 1, minHeight: 0 },
  side: {
    width: '220px',
    flexShrink: 0,
    padding: tokens.spacingHorizontalS,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    [NARROW]: { display: 'none' },
  },
  burger: { display: 'none', [NARROW]: { display: 'inline-flex' } },
  main: {
    flexGrow: 1,
    minWidth: 0,
    padding: tokens.spacingHorizontalXL,
    [NARROW]: { padding: tokens.spacingHorizontalM },
  },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '2px' },
  entry: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  current: { backgroundColor: tokens.colorBrandBackground2, fontWeight: tokens.fontWeightSemibold },
  group: {
    display: 'block',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXS}`,
    color: tokens.colorNeutralForeground2,
  },
  skip: {
    position: 'absolute',
    left: '-9999px',
    ':focus': {
      left: tokens.spacingHorizontalM,
      top: tokens.spacingVerticalS,
      zIndex: 20,
      padding: tokens.spacingHorizontalS,
      backgroundColor: tokens.colorNeutralBackground1,
    },
  },
  foot: { padding: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground2 },
})

/** What surrounds every page for who has signed in. */
export function Shell() {
  const styles = useStyles()
  const say = useShellWords()
  const { instant } = useFormat()
  const { account, isStaff, now } = useSession()
  const [menuOpen, setMenuOpen] = useState(false)
  const restoreFocus = useRestoreFocusTarget()
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {say('skip')}
      </a>
      <header className={styles.bar}>
        <Button
          {...restoreFocus}
          className={styles.burger}
          appearance="subtle"
          icon={<NavigationRegular />}
          aria-label={say('menu')}
          onClick={() => setMenuOpen(true)}
        />
        <Text className={styles.name}>prorata</Text>
        <Text className={styles.account}>{account?.name ?? say('provider')}</Text>
        {isStaff && <PartnerSwitch />}
        <UserMenu />
      </header>
      {account?.isSandbox === true && (
        <aside className={styles.clock} aria-label={say('clock')}>
          {say('sandbox', { now: instant(now) })}
        </aside>
      )}
      <Offline />
      <div className={styles.body}>
        <nav className={styles.side} aria-label={say('menu')}>
          <Menu />
        </nav>
        <OverlayDrawer open={menuOpen} onOpenChange={(_, { open }) => setMenuOpen(open)} size="small">
          <nav aria-label={say('menu')}>
            <Menu onChosen={() => setMenuOpen(false)} />
          </nav>
        </OverlayDrawer>
        <main id="content" className={styles.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Notices />
    </div>
  )
}

function Menu({ onChosen }: { readonly onChosen?: () => void }) {
  const styles = useStyles()
  const say = useShellWords()
  const may = useMay()
  const { isStaff } = useSession()
  const seen = (entries: readonly Entry[]) => entries.filter(({ needs }) => needs === undefined || may(needs))
  const list = (entries: readonly Entry[]) => (
    <ul className={styles.list}>
      {seen(entries).map(({ to, word, icon: Icon }) => (
        <li key={to}>
          <Link
            to={to}
            className={styles.entry}
            activeProps={{ className: mergeClasses(styles.entry, styles.current) }}
            activeOptions={{ exact: to === '/' }}
            onClick={() => onChosen?.()}
          >
            <Icon fontSize={20} aria-hidden />
            {say(word)}
          </Link>
        </li>
      ))}
    </ul>
  )
  return (
    <>
      {list([FIRST_ENTRY, ...PARTNER_MENU, ...LAST_ENTRIES])}
      {isStaff && (
        <>
          <Text as="span" size={200} weight="semibold" className={styles.group}>
            {say('provider')}
          </Text>
          {list(PROVIDER_MENU)}
        </>
      )}
      <Text as="p" size={200} className={styles.foot}>
        {say('utc')}
      </Text>
    </>
  )
}
