import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { z } from 'zod'
import type { taxProfileSchema } from '../../api/schema/tax.js'
import { useNames } from '../customers/names.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { Facts, Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { BillingNav } from './billing-nav.js'
import { Exemptions } from './exemptions.js'
import { Withholdings } from './withholdings.js'
import { useBillingWords } from './words.js'
import { useTaxWords } from './words-taxes.js'

type TaxProfile = z.output<typeof taxProfileSchema>

const useStyles = makeStyles({ muted: { color: tokens.colorNeutralForeground2 } })

const TONES = { unchecked: 'waiting', valid: 'good', invalid: 'bad' } as const

/** How the partner is taxed, its certificates of exemption, and the tax it withheld. */
export function TaxesPage() {
  const bills = useBillingWords()
  const may = useMay()
  return (
    <Page title={bills('taxes')} crumbs={[{ text: bills('billing'), to: '/billing' }]}>
      <BillingNav here="/billing/taxes" />
      {may('tax-id.read') && <Profile />}
      <Withholdings />
      <Exemptions />
    </Page>
  )
}

function Profile() {
  const styles = useStyles()
  const say = useTaxWords()
  const may = useMay()
  const names = useNames()
  const { day } = useFormat()
  const read = useRead<TaxProfile>('/v1/taxes/profile')
  return (
    <Section title={say('profile')}>
      <Loaded read={read}>
        {({ country, region, taxId, taxIdState, validFrom, next }) => (
          <>
            <Facts
              facts={[
                [say('country'), names.country(country)],
                [say('region'), region === '' ? undefined : region],
                [say('taxId'), taxId ?? say('noTaxId')],
                [
                  say('state'),
                  taxId === undefined ? undefined : (
                    <Status key="state" text={say(taxIdState)} tone={TONES[taxIdState]} />
                  ),
                ],
                [say('since'), day(validFrom)],
              ]}
            />
            {next !== undefined && (
              <Text>
                {say('next', {
                  day: day(next.validFrom),
                  what: [names.country(next.country), next.region, next.taxId ?? say('noTaxId')]
                    .filter((one) => one !== '')
                    .join(' · '),
                })}
              </Text>
            )}
            <Text className={styles.muted}>{say('change')}</Text>
            {may('billing.edit') && <AppLink to="/account">{say('changeLink')}</AppLink>}
          </>
        )}
      </Loaded>
    </Section>
  )
}
