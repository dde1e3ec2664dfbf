import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Link } from '@tanstack/react-router'
import { useBillingWords } from './words.js'

const PAGES = [
  { to: '/billing', word: 'invoices' },
  { to: '/billing/payments', word: 'payments' },
  { to: '/billing/credit-requests', word: 'creditRequests' },
  { to: '/billing/taxes', word: 'taxes' },
  { to: '/billing/exports', word: 'exports' },
] as const

export type BillingPlace = (typeof PAGES)[number]['to']

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    listStyle: 'none',
    margin: 0,
    padding: 0,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  link: {
    display: 'block',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    borderBottom: '2px solid transparent',
    ':hover': { color: tokens.colorNeutralForeground1, borderBottomColor: tokens.colorNeutralStroke1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, borderRadius: tokens.borderRadiusSmall },
  },
  here: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    borderBottomColor: tokens.colorCompoundBrandStroke,
  },
})

/** The ways between the pages about billing. */
export function BillingNav({ here }: { readonly here: BillingPlace }) {
  const styles = useStyles()
  const say = useBillingWords()
  return (
    <nav aria-label={say('pages')}>
      <ul className={styles.list}>
        {PAGES.map(({ to, word }) => (
          <li key={to}>
            <Link
              to={to}
              className={mergeClasses(styles.link, to === here && styles.here)}
              {...(to === here ? { 'aria-current': 'page' } : {})}
            >
              {say(word)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
