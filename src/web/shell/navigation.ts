import {
  BoxMultipleRegular,
  BuildingRegular,
  CalculatorRegular,
  CheckmarkCircleRegular,
  DataUsageRegular,
  DocumentBulletListRegular,
  type FluentIcon,
  HistoryRegular,
  HomeRegular,
  MailRegular,
  MoneyHandRegular,
  MoneyRegular,
  PeopleRegular,
  PeopleSettingsRegular,
  PersonRegular,
  PlayCircleRegular,
  ReceiptMoneyRegular,
  TagMultipleRegular,
  TaskListSquareLtrRegular,
} from '@fluentui/react-icons'
import type { Capability } from '../../core/access/permission.js'
import type { useShellWords } from './words.js'

type ShellWord = Parameters<ReturnType<typeof useShellWords>>[0]

/** An entry of the menu. */
export interface Entry {
  readonly to: string
  readonly word: ShellWord
  readonly icon: FluentIcon
  /** Left out, it is for everybody. */
  readonly needs?: Capability
}

/** What partners do, and the provider's staff that acts for one. */
export const PARTNER_MENU: readonly Entry[] = [
  { to: '/customers', word: 'customers', icon: PeopleRegular, needs: 'customer.read' },
  { to: '/billing', word: 'billing', icon: ReceiptMoneyRegular, needs: 'billing.read' },
  { to: '/pricing', word: 'pricing', icon: TagMultipleRegular, needs: 'price.read' },
  { to: '/usage', word: 'usage', icon: DataUsageRegular, needs: 'subscription.read' },
]

/** What only the provider's staff does. */
export const PROVIDER_MENU: readonly Entry[] = [
  { to: '/provider/partners', word: 'partners', icon: BuildingRegular, needs: 'platform.partner.read' },
  { to: '/provider/billing-runs', word: 'billingRuns', icon: PlayCircleRegular, needs: 'platform.billing.read' },
  { to: '/provider/invoices', word: 'invoices', icon: DocumentBulletListRegular, needs: 'platform.billing.read' },
  { to: '/provider/payments', word: 'payments', icon: MoneyHandRegular, needs: 'platform.billing.read' },
  { to: '/provider/approvals', word: 'approvals', icon: CheckmarkCircleRegular, needs: 'platform.billing.read' },
  { to: '/provider/catalogue', word: 'catalogue', icon: BoxMultipleRegular, needs: 'platform.catalog.read' },
  { to: '/provider/price-lists', word: 'priceLists', icon: TagMultipleRegular, needs: 'platform.catalog.read' },
  { to: '/provider/taxes', word: 'taxes', icon: MoneyRegular, needs: 'platform.tax.read' },
  { to: '/provider/meters', word: 'meters', icon: DataUsageRegular, needs: 'platform.catalog.read' },
  { to: '/provider/mails', word: 'mails', icon: MailRegular, needs: 'platform.mail.read' },
  { to: '/provider/jobs', word: 'jobs', icon: TaskListSquareLtrRegular, needs: 'platform.billing.read' },
  { to: '/provider/staff', word: 'staff', icon: PeopleSettingsRegular, needs: 'platform.user.manage' },
  { to: '/provider/activity', word: 'activity', icon: HistoryRegular, needs: 'platform.audit.read' },
]

export const FIRST_ENTRY: Entry = { to: '/', word: 'home', icon: HomeRegular }

export const LAST_ENTRIES: readonly Entry[] = [
  { to: '/account', word: 'account', icon: PersonRegular, needs: 'account.read' },
  { to: '/simulate', word: 'simulate', icon: CalculatorRegular },
]
