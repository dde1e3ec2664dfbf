import { Button, Field, Select, Text } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import type { qualificationSchema, validationCodeSchema } from '../../api/schema/customer.js'
import { QUALIFICATIONS, type Qualification, segmentsOf } from '../../core/ordering/qualification.js'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Facts, Section } from '../parts/section.js'
import { Empty, Loaded, Problem } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { customerPath } from './customer.js'
import { FieldGrid, Row, Stack, TextField } from './form-fields.js'
import type { TabProps } from './tab-props.js'
import { useDeskWords } from './words-desk.js'

type Granted = z.output<typeof qualificationSchema>
type Code = z.output<typeof validationCodeSchema>

/** What a customer was found to be, which opens parts of the catalogue. */
export function SegmentsTab({ customer }: TabProps) {
  const qualifications = useRead<readonly Granted[]>(`${customerPath(customer.id)}/qualifications`)
  return (
    <Loaded read={qualifications}>
      {(granted) => <Segments customer={customer} granted={granted.filter(isQualified)} />}
    </Loaded>
  )
}

type Held = Granted & { readonly qualification: Qualification }

function isQualified(granted: Granted): granted is Held {
  return granted.qualification !== 'none'
}

function Segments({ customer, granted }: TabProps & { readonly granted: readonly Held[] }) {
  const say = useDeskWords()
  const may = useMay()
  const { day } = useFormat()
  const segments = segmentsOf(granted.map(({ qualification }) => qualification))
  const names = segments.ok ? segments.value.map((segment) => say(segment)).join(', ') : undefined
  return (
    <>
      <Section
        title={say('segments')}
        actions={granted.length > 0 && may('customer.edit') && <TakeAway customerId={customer.id} />}
      >
        <Text>{say('segmentsText')}</Text>
        <Facts facts={[[say('may'), names]]} />
        <Table
          label={say('segments')}
          rows={granted}
          keyOf={({ qualification }) => qualification}
          empty={<Empty text={say('noQualification')} />}
          columns={[
            { key: 'what', header: say('qualification'), cell: ({ qualification }) => say(qualification) },
            {
              key: 'since',
              header: say('since'),
              cell: ({ vettingCreateDate }) => (vettingCreateDate === undefined ? '–' : day(vettingCreateDate)),
            },
          ]}
        />
      </Section>
      {may('customer.edit') && <AddQualification customer={customer} granted={granted} />}
    </>
  )
}

const CHANGED = (customerId: string) => [customerPath(customerId)]

function TakeAway({ customerId }: { readonly customerId: string }) {
  const say = useDeskWords()
  const notify = useNotify()
  const [open, setOpen] = useState(false)
  const change = useChange<void>(
    () => ({
      method: 'POST',
      path: `${customerPath(customerId)}/qualifications`,
      body: { qualification: 'none' },
    }),
    CHANGED(customerId),
  )
  const takeAway = () => {
    change.mutate(undefined, {
      onSuccess: () => {
        setOpen(false)
        notify(say('takenAway'))
      },
    })
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say('takeAway')}</Button>
      <Confirm
        open={open}
        title={say('takeAwayTitle')}
        action={say('takeAway')}
        busy={change.isPending}
        fault={change.error}
        onConfirm={takeAway}
        onClose={() => setOpen(false)}
      >
        {say('takeAwayText')}
      </Confirm>
    </>
  )
}

/** Which qualifications can be added to those there are. */
function addable(granted: readonly Held[]): readonly Qualification[] {
  const held = granted.map(({ qualification }) => qualification)
  return QUALIFICATIONS.filter((one) => !held.includes(one) && segmentsOf([...held, one]).ok)
}

const NOTHING = { website: '', educationSegment: '', validationCode: '' }

function AddQualification({ customer, granted }: TabProps & { readonly granted: readonly Held[] }) {
  const say = useDeskWords()
  const notify = useNotify()
  const choices = addable(granted)
  const [chosen, setChosen] = useState<Qualification>()
  const [grounds, setGrounds] = useState(NOTHING)
  const qualification = choices.find((one) => one === chosen) ?? choices[0]
  const change = useChange<void>(
    () => ({
      method: 'POST',
      path: `${customerPath(customer.id)}/qualifications`,
      body: { qualification, ...grounds },
    }),
    CHANGED(customer.id),
  )
  if (qualification === undefined) return null
  const add = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(undefined, {
      onSuccess: () => {
        setGrounds(NOTHING)
        notify(say('added'))
      },
    })
  }
  const isMissingCode = qualification === 'government_community_cloud' && grounds.validationCode === ''
  return (
    <Section title={say('add')}>
      <form onSubmit={add}>
        <Stack>
          <FieldGrid>
            <Field label={say('qualification')} hint={say('notTogether')}>
              <Select
                value={qualification}
                onChange={(_, { value }) => {
                  setChosen(choices.find((one) => one === value))
                  setGrounds({ ...grounds, educationSegment: '', validationCode: '' })
                  change.reset()
                }}
              >
                {choices.map((one) => (
                  <option key={one} value={one}>
                    {say(one)}
                  </option>
                ))}
              </Select>
            </Field>
            <Grounds qualification={qualification} grounds={grounds} onChange={setGrounds} />
          </FieldGrid>
          {change.error !== null && <Problem fault={change.error} />}
          <Row>
            <Button type="submit" appearance="primary" disabled={isMissingCode || change.isPending}>
              {say('addAction')}
            </Button>
          </Row>
        </Stack>
      </form>
    </Section>
  )
}

interface GroundsProps {
  readonly qualification: Qualification
  readonly grounds: typeof NOTHING
  readonly onChange: (grounds: typeof NOTHING) => void
}

const SCHOOLS = ['k12', 'higherEd', 'other'] as const

function Grounds({ qualification, grounds, onChange }: GroundsProps) {
  const say = useDeskWords()
  const isGovernment = qualification === 'government_community_cloud'
  return (
    <>
      {qualification === 'education' && (
        <Field label={say('educationSegment')}>
          <Select
            value={grounds.educationSegment}
            onChange={(_, { value }) => onChange({ ...grounds, educationSegment: value })}
          >
            <option value="">–</option>
            {SCHOOLS.map((school) => (
              <option key={school} value={school}>
                {say(school)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {isGovernment && (
        <CodeField
          value={grounds.validationCode}
          onChange={(validationCode) => onChange({ ...grounds, validationCode })}
        />
      )}
      {!isGovernment && (
        <TextField
          label={say('website')}
          hint={say('websiteHint')}
          value={grounds.website}
          onChange={(website) => onChange({ ...grounds, website })}
        />
      )}
    </>
  )
}

function CodeField({ value, onChange }: { readonly value: string; readonly onChange: (code: string) => void }) {
  const say = useDeskWords()
  const codes = useRead<readonly Code[]>('/v1/customers/all/validations')
  const usable = (codes.data ?? []).filter(({ remainingCreates }) => remainingCreates > 0)
  const isNone = codes.data !== undefined && usable.length === 0
  return (
    <Field label={say('code')} required hint={say(isNone ? 'noCodes' : 'codeHint')}>
      <Select value={value} disabled={isNone} onChange={(_, { value: chosen }) => onChange(chosen)}>
        <option value="">–</option>
        {usable.map(({ validationId, organizationName, remainingCreates }) => (
          <option key={validationId} value={validationId}>
            {say('codeLeft', { code: validationId, name: organizationName, count: remainingCreates })}
          </option>
        ))}
      </Select>
    </Field>
  )
}
