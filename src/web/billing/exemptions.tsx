import { Button, Field, Input, makeStyles, Text, tokens, useRestoreFocusTarget } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { exemptionsSchema } from '../../api/schema/tax.js'
import { CountrySelect } from '../customers/country-select.js'
import { useNames } from '../customers/names.js'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { Download } from '../parts/download.js'
import { useNotify } from '../parts/notify.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useMay, useSession } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { CertificateFile, type SentFile } from './certificate-file.js'
import { useTaxWords } from './words-taxes.js'

type Exemptions = z.output<typeof exemptionsSchema>
type Exemption = Exemptions['items'][number]

const TONES = { submitted: 'waiting', approved: 'good', rejected: 'bad' } as const

const useStyles = makeStyles({
  muted: { color: tokens.colorNeutralForeground2 },
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Certificates by which the partner is exempt from taxes. */
export function Exemptions() {
  const styles = useStyles()
  const say = useTaxWords()
  const may = useMay()
  const backHere = useRestoreFocusTarget()
  const [adding, setAdding] = useState(false)
  const columns = useExemptionColumns()
  const read = useRead<Exemptions>('/v1/taxes/exemptions')
  return (
    <Section
      title={say('exemptions')}
      actions={
        may('account.edit') && (
          <Button {...backHere} onClick={() => setAdding(true)}>
            {say('newExemption')}
          </Button>
        )
      }
    >
      <Text className={styles.muted}>{say('exemptionIntro')}</Text>
      <Loaded read={read}>
        {({ items }) => (
          <Table
            label={say('exemptions')}
            rows={items}
            keyOf={({ id }) => id}
            columns={columns}
            empty={<Empty text={say('noExemptions')} />}
          />
        )}
      </Loaded>
      {adding && <NewExemption onClose={() => setAdding(false)} />}
    </Section>
  )
}

function useExemptionColumns(): Column<Exemption>[] {
  const styles = useStyles()
  const say = useTaxWords()
  const may = useMay()
  const { day } = useFormat()
  const names = useNames()
  return [
    { key: 'where', header: say('where'), cell: names.place },
    {
      key: 'number',
      header: say('number'),
      cell: ({ certificateNumber, reason }) => (
        <>
          {certificateNumber}
          <div className={styles.muted}>{reason}</div>
        </>
      ),
    },
    {
      key: 'valid',
      header: say('valid_'),
      cell: ({ validFrom, validTo }) =>
        validTo === undefined
          ? say('fromOn', { from: day(validFrom) })
          : say('fromTo', { from: day(validFrom), to: day(validTo) }),
    },
    {
      key: 'state',
      header: say('state'),
      cell: ({ state, note }) => (
        <>
          <Status text={say(state)} tone={TONES[state]} />
          {note !== '' && <div className={styles.muted}>{say('note', { note })}</div>}
        </>
      ),
    },
    ...(may('tax-id.read')
      ? [
          {
            key: 'file',
            header: say('certificate'),
            cell: ({ links, certificateNumber }: Exemption) => (
              <Download
                appearance="subtle"
                request={{ path: `/v1${links.certificate.uri.replace(/^\/v1/, '')}` }}
                name={certificateNumber}
              />
            ),
          },
        ]
      : []),
  ]
}

function NewExemption({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles()
  const say = useTaxWords()
  const notify = useNotify()
  const { account, now } = useSession()
  const [typed, setTyped] = useState({
    country: account?.country ?? '',
    region: '',
    certificateNumber: '',
    reason: '',
    validFrom: now.slice(0, 10),
    validTo: '',
  })
  const [certificate, setCertificate] = useState<SentFile | undefined>(undefined)
  const send = useChange<object>(
    (body) => ({ method: 'POST', path: '/v1/taxes/exemptions', body }),
    ['/v1/taxes/exemptions'],
  )
  const { country, certificateNumber, reason, validFrom } = typed
  const isComplete = [country, certificateNumber, reason, validFrom].every((text) => text.trim() !== '')
  const field = (
    name: keyof typeof typed,
    label: string,
    more: { required?: boolean; type?: 'date'; hint?: string },
  ) => (
    <Field label={label} required={more.required ?? false} {...(more.hint === undefined ? {} : { hint: more.hint })}>
      <Input
        type={more.type ?? 'text'}
        value={typed[name]}
        onChange={(_, { value }) => setTyped({ ...typed, [name]: value })}
      />
    </Field>
  )
  return (
    <Confirm
      open
      title={say('newExemption')}
      action={say('send')}
      busy={send.isPending}
      disabled={!isComplete || certificate === undefined}
      fault={send.error}
      onClose={onClose}
      onConfirm={() =>
        send.mutate(
          { ...typed, certificate },
          {
            onSuccess: () => {
              notify(say('sent'))
              onClose()
            },
          },
        )
      }
    >
      <div className={styles.fields}>
        <Field label={say('country')} required>
          <CountrySelect anywhere value={country} onChange={(_, { value }) => setTyped({ ...typed, country: value })} />
        </Field>
        {field('region', say('region'), {})}
        {field('certificateNumber', say('number'), { required: true })}
        {field('reason', say('reason'), { required: true })}
        {field('validFrom', say('validFrom'), { required: true, type: 'date' })}
        {field('validTo', say('validTo'), { type: 'date' })}
        <CertificateFile required onFile={setCertificate} />
      </div>
    </Confirm>
  )
}
