import { Text } from '@fluentui/react-components'
import type { CancellationRule, CommerceProfile, TimeWindow } from '../../../core/catalog/commerce-profile.js'
import { COMMERCE_PROFILES } from '../../../core/catalog/profiles.js'
import { Facts, Section } from '../../parts/section.js'
import { Stack } from '../ui/toolbar.js'
import { useConsoleWords } from '../ui/words.js'
import { useCatalogueWords } from './words.js'

type Say = ReturnType<typeof useCatalogueWords>

/** The built-in ways of selling, in words. */
export function ProfilesView() {
  const say = useCatalogueWords()
  return (
    <Stack>
      <Text>{say('profilesText')}</Text>
      {Object.values(COMMERCE_PROFILES).map((profile) => (
        <Profile key={profile.id} profile={profile} />
      ))}
    </Stack>
  )
}

function Profile({ profile }: { readonly profile: CommerceProfile }) {
  const say = useCatalogueWords()
  const general = useConsoleWords()
  const { sales, usage, cancellation, suspension, proration } = profile
  const terms =
    sales === null
      ? say('skuDecides')
      : sales
          .map(
            ({ term, billingCycles }) =>
              `${termText(term, say)}: ${billingCycles.map((cycle) => say(cycle)).join(', ')}`,
          )
          .join('; ')
  const window = cancellation.windowFrom === 'purchase' ? say('windowPurchase') : say('windowRenewal')
  const suspended = [
    suspension.credits ? say('suspendCredits') : say('suspendNoCredit'),
    suspension.stopsBilling ? say('suspendStops') : say('suspendGoesOn'),
    say('reactivatable', { count: suspension.reactivationDays }),
  ]
  return (
    <Section title={profile.id}>
      <Facts
        facts={[
          [say('invoiceType'), profile.invoiceType === 'recurring' ? general('recurring') : general('oneTime')],
          [say('terms'), terms],
          [say('usage'), usage === null ? say('noUsage') : say(usage.rating)],
          [say('proration'), [...new Set(Object.values(proration))].join(', ')],
          [say('change'), say(profile.quantityChange)],
          [say('reduction'), say(profile.quantityReduction)],
          [
            say('cancellation'),
            <span key="cancellation">
              {window}. {cancellation.rules.map((rule) => ruleText(rule, say)).join(' ')}
            </span>,
          ],
          [say('suspension'), `${capital(suspended.join(', '))}.`],
          [say('autoRenew'), say(profile.autoRenew)],
        ]}
      />
    </Section>
  )
}

/** A term in words; one we have none for stands as it is. */
function termText(term: string, say: Say): string {
  const known = (['P1M', 'P1Y', 'P3Y'] as const).find((one) => one === term)
  return known === undefined ? term : say(known)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function spanOf({ unit, length }: TimeWindow, say: Say): string {
  return say(unit === 'day' ? 'days' : 'hours', { count: length })
}

/** What a cancellation gives back, in one sentence. */
function ruleText({ fromTermMonths, full, prorated, afterwards }: CancellationRule, say: Say): string {
  const whole = full.length > 0 ? [say('fullUntil', { span: spanOf(full, say) })] : []
  const later = {
    always: full.length > 0 ? say('proratedAlways') : say('daysLeft'),
    never: full.length > 0 ? say('proratedNever') : say('nothingBack'),
  }
  const rest = typeof prorated === 'string' ? later[prorated] : say('proratedUntil', { span: spanOf(prorated, say) })
  const end = prorated === 'always' ? [] : [afterwards === 'refuse' ? say('thenRefuse') : say('thenSchedule')]
  const forTerms = fromTermMonths > 0 ? `${say('fromMonths', { count: fromTermMonths })}: ` : ''
  return `${capital(`${forTerms}${[...whole, rest, ...end].join(', ')}`)}.`
}
