import { Button, Field, makeStyles, tokens } from '@fluentui/react-components'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { COUNTRIES } from '../../core/ordering/countries.js'
import { useNames } from '../customers/names.js'
import { useFormat } from '../format/format.js'
import { useLeaveOnce } from '../parts/leave-once.js'
import { useNotify } from '../parts/notify.js'
import { Page } from '../parts/page.js'
import { Section } from '../parts/section.js'
import { Problem } from '../parts/states.js'
import { Unsaved } from '../parts/unsaved.js'
import { type FormField, FormFields, missingOf, type Values } from '../provider/ui/form-fields.js'
import { useConsoleWords } from '../provider/ui/words.js'
import { useSession } from '../session/session.js'
import type { Request } from '../wire/call.js'
import { useChange } from '../wire/read.js'
import { ImportReport } from './import-report.js'
import type { Imported } from './imported.js'
import { monthAfter } from './months.js'
import { SEGMENTS } from './rows.js'
import { usePricingWords } from './words.js'
import { usePriceListWords } from './words-lists.js'

const LISTS = '/v1/platform/price-lists'
const MONTHS_AHEAD = 12

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '480px' },
  file: { maxWidth: '100%' },
})

interface Chosen {
  readonly name: string
  readonly content: string
}

interface Sent {
  readonly values: Values
  readonly content: string
}

/** Takes a file with prices in as a draft: it is checked first, line by line, and stays chosen where it is refused. */
export function ImportPage() {
  const styles = useStyles()
  const say = usePriceListWords()
  const notify = useNotify()
  const navigate = useNavigate()
  const fields = useFields()
  const { now } = useSession()
  const [file, setFile] = useState<Chosen | undefined>(undefined)
  const [values, setValues] = useState<Values>({
    ...{ month: monthAfter(now.slice(0, 7), 1), format: 'new-commerce', segment: 'commercial', currency: 'EUR' },
  })
  const [tried, setTried] = useState(false)
  const check = useChange<Sent, Imported>((sent) => importRequest(sent, true), [])
  const write = useChange<Sent, Imported>((sent) => importRequest(sent, false), [LISTS])
  const missing = missingOf(fields, values)
  const forget = () => {
    check.reset()
    write.reset()
  }
  const submit = (change: typeof check, done?: (answer: Imported) => void) => {
    setTried(true)
    if (file === undefined || missing.length > 0) return
    change.mutate({ values, content: file.content }, done === undefined ? {} : { onSuccess: done })
  }
  const keep = () => submit(write, ({ unchanged }) => notify(say(unchanged ? 'sameDraft' : 'draftMade')))
  useLeaveOnce(write.data, ({ priceList }) => void navigate({ to: `/provider/price-lists/${priceList!.id}` as never }))
  return (
    <Page title={say('importTitle')} crumbs={[{ text: say('title'), to: LISTS.replace('/v1/platform', '/provider') }]}>
      <Section title={say('importFile')}>
        <div className={styles.form}>
          <span>{say('importText')}</span>
          <ChooseFile
            isMissing={tried && file === undefined}
            onChoose={(chosen) => {
              forget()
              void readFile(chosen).then(setFile)
            }}
          />
          <FormFields
            fields={fields}
            values={values}
            missing={tried ? missing : []}
            onChange={(key, value) => {
              forget()
              setValues((before) => ({ ...before, [key]: value }))
            }}
          />
          <div>
            <Button appearance="primary" disabled={check.isPending} onClick={() => submit(check)}>
              {check.isPending ? say('checking') : say('check')}
            </Button>
          </div>
        </div>
        {check.error !== null && <Problem fault={check.error} />}
      </Section>
      {check.data !== undefined && (
        <ImportReport report={check.data} busy={write.isPending} fault={write.error} onImport={keep} />
      )}
      <Unsaved changed={file !== undefined && !write.isSuccess} />
    </Page>
  )
}

interface ChooseFileProps {
  readonly isMissing: boolean
  readonly onChoose: (file: File | undefined) => void
}

function ChooseFile({ isMissing, onChoose }: ChooseFileProps) {
  const styles = useStyles()
  const general = useConsoleWords()
  return (
    <Field label={general('file')} {...(isMissing ? { validationMessage: general('chooseFile') } : {})}>
      {(control) => (
        <input
          {...control}
          type="file"
          className={styles.file}
          accept=".csv,text/csv"
          onChange={({ target }) => onChoose(target.files?.[0])}
        />
      )}
    </Field>
  )
}

async function readFile(chosen: File | undefined): Promise<Chosen | undefined> {
  return chosen === undefined ? undefined : { name: chosen.name, content: await chosen.text() }
}

function importRequest({ values, content }: Sent, dryRun: boolean): Request {
  const { month = '', format = '', market, segment = '', currency = '', pricePer } = values
  return {
    method: 'POST',
    path: LISTS,
    query: { month, format, market, segment, currency, pricePer, ...(dryRun ? { dryRun: 'true' } : {}) },
    body: content,
    type: 'text/csv',
  }
}

function useFields(): readonly FormField[] {
  const say = usePriceListWords()
  const prices = usePricingWords()
  const names = useNames()
  const { month } = useFormat()
  const { now } = useSession()
  const months = Array.from({ length: MONTHS_AHEAD }, (_, index) => monthAfter(now.slice(0, 7), index))
  return [
    {
      key: 'month',
      label: prices('month'),
      kind: 'choice',
      options: months.map((value) => ({ value, text: month(value) })),
      hint: say('monthHint'),
    },
    {
      key: 'format',
      label: say('format'),
      kind: 'choice',
      options: [
        { value: 'new-commerce', text: say('newCommerce') },
        { value: 'license-based', text: say('licenseBased') },
      ],
    },
    { key: 'currency', label: prices('currency'), maxLength: 3 },
    {
      key: 'market',
      label: prices('market'),
      kind: 'choice',
      optional: true,
      hint: say('marketHint'),
      options: [...COUNTRIES.keys()]
        .map((code) => ({ value: code, text: names.country(code) }))
        .sort((left, right) => left.text.localeCompare(right.text)),
    },
    {
      key: 'segment',
      label: prices('segment'),
      kind: 'choice',
      options: SEGMENTS.map((value) => ({ value, text: prices(value) })),
    },
    {
      key: 'pricePer',
      label: say('pricePer'),
      kind: 'choice',
      optional: true,
      hint: say('pricePerHint'),
      options: [
        { value: 'month', text: say('perMonth') },
        { value: 'term', text: say('perTerm') },
      ],
    },
  ]
}
