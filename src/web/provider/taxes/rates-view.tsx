import { Field, Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { ratesImportedSchema, ratesSchema } from '../../../api/schema/tax.js'
import { CountrySelect } from '../../customers/country-select.js'
import { useNames } from '../../customers/names.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { type Column, LongTable } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { useRead } from '../../wire/read.js'
import { useSaid } from '../../words/said.js'
import { useTaxClass } from '../../words/tax-classes.js'
import { ImportFile } from '../ui/import-file.js'
import { Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { useTaxWords } from './words.js'

type Rates = z.output<typeof ratesSchema>
type Rate = Rates['items'][number]
type Imported = z.output<typeof ratesImportedSchema>

const PATH = '/v1/platform/taxes/rates'

/** Tax rates with the days from which they hold. */
export function RatesView() {
  const say = useTaxWords()
  const may = useMay()
  const general = useConsoleWords()
  const [{ country }, setState] = useUrlState({ country: '' })
  const rates = useRead<Rates>(PATH, { query: { country }, keep: true })
  return (
    <Section title={say('rates')} actions={may('platform.tax.edit') && <ImportRates />}>
      <Toolbar>
        <Field label={general('country')}>
          <CountrySelect
            anywhere
            all={say('everyCountry')}
            value={country}
            onChange={(_, { value }) => setState({ country: value })}
          />
        </Field>
      </Toolbar>
      <Loaded read={rates}>{({ items }) => <RatesTable rates={items} />}</Loaded>
    </Section>
  )
}

function RatesTable({ rates }: { readonly rates: readonly Rate[] }) {
  const say = useTaxWords()
  const general = useConsoleWords()
  const names = useNames()
  const nameOf = useTaxClass()
  const said = useSaid()
  const { number, day } = useFormat()
  const columns: readonly Column<Rate>[] = [
    { key: 'country', header: general('country'), cell: ({ country }) => names.country(country) },
    { key: 'region', header: say('region'), cell: ({ region }) => region },
    { key: 'class', header: say('taxClass'), cell: ({ taxClass }) => nameOf(taxClass) },
    { key: 'component', header: say('component'), cell: ({ component }) => said(component) },
    { key: 'rate', header: say('rate'), align: 'end', cell: ({ rate }) => `${number(rate)} %` },
    { key: 'from', header: say('validFrom'), cell: ({ validFrom }) => day(validFrom) },
    { key: 'to', header: say('validTo'), cell: ({ validTo }) => (validTo === undefined ? '' : day(validTo)) },
    {
      key: 'sample',
      header: general('state'),
      cell: ({ sample }) => sample && <Status text={say('sample')} tone="waiting" />,
    },
  ]
  return (
    <>
      {rates.some(({ sample }) => sample) && <Text>{say('sampleText')}</Text>}
      <LongTable
        label={say('rates')}
        columns={columns}
        rows={rates}
        keyOf={({ country, region, taxClass, component, validFrom }) =>
          [country, region, taxClass, component, validFrom].join(' ')
        }
        empty={<Empty text={say('noRates')} />}
      />
    </>
  )
}

function ImportRates() {
  const say = useTaxWords()
  const said = useSaid()
  return (
    <ImportFile<Imported>
      text={say('import')}
      hint={say('importHint')}
      accept=".csv,text/csv"
      fields={[{ key: 'dryRun', label: say('dryRun'), kind: 'check' }]}
      request={(body, { dryRun }) => ({ method: 'POST', path: PATH, query: { dryRun }, body, type: 'text/csv' })}
      touches={[PATH]}
      endOf={({ problems }, { dryRun }) => (problems.length > 0 ? 'faulty' : dryRun === 'true' ? 'tried' : 'kept')}
      report={({ imported, unchanged, problems }, end) => (
        <>
          {say(end, { imported, unchanged })}
          {problems.map(({ line, reason }) => (
            <div key={`${line} ${reason}`}>{say('problemLine', { line, reason: said(reason) })}</div>
          ))}
        </>
      )}
    />
  )
}
