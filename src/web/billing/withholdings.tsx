import { Button, makeStyles, Text, tokens, useRestoreFocusTarget } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { withholdingsSchema } from '../../api/schema/tax.js'
import { useAsked } from '../customers/asked.js'
import { useFormat } from '../format/format.js'
import { Download } from '../parts/download.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import type { Withholding } from './withholding.js'
import { WithholdingClaim } from './withholding-claim.js'
import { useTaxWords } from './words-taxes.js'

type Withholdings = z.output<typeof withholdingsSchema>

const TONES = { submitted: 'waiting', sent_back: 'bad', approved: 'good', completed: 'good' } as const

const useStyles = makeStyles({ muted: { color: tokens.colorNeutralForeground2 } })

/** Claims for tax the partner withheld from its payments. */
export function Withholdings() {
  const styles = useStyles()
  const say = useTaxWords()
  const may = useMay()
  const { asked, ask } = useAsked()
  const backHere = useRestoreFocusTarget()
  const [correcting, setCorrecting] = useState<Withholding | undefined>(undefined)
  const columns = useWithholdingColumns(setCorrecting)
  const read = useRead<Withholdings>('/v1/taxes/withholdings')
  // An invoice leads here with its number; `new` stands for none.
  const claim = asked('claim')
  return (
    <Section
      title={say('withholdings')}
      actions={
        may('billing.edit') && (
          <Button {...backHere} onClick={() => ask({ claim: 'new' })}>
            {say('newClaim')}
          </Button>
        )
      }
    >
      <Text className={styles.muted}>{say('withholdingIntro')}</Text>
      <Loaded read={read}>
        {({ items }) => (
          <Table
            label={say('withholdings')}
            rows={items}
            keyOf={({ id }) => id}
            columns={columns}
            empty={<Empty text={say('noClaims')} />}
          />
        )}
      </Loaded>
      {claim !== '' && may('billing.edit') && (
        <WithholdingClaim invoiceId={claim === 'new' ? '' : claim} onClose={() => ask({ claim: undefined })} />
      )}
      {correcting !== undefined && (
        <WithholdingClaim
          invoiceId={correcting.invoiceId}
          correcting={correcting}
          onClose={() => setCorrecting(undefined)}
        />
      )}
    </Section>
  )
}

function useWithholdingColumns(onCorrect: (claim: Withholding) => void): Column<Withholding>[] {
  const styles = useStyles()
  const say = useTaxWords()
  const may = useMay()
  const { money, day } = useFormat()
  return [
    {
      key: 'invoice',
      header: say('invoice'),
      cell: ({ invoiceId }) => <AppLink to={`/billing/invoices/${invoiceId}`}>{invoiceId}</AppLink>,
    },
    { key: 'submitted', header: say('submittedOn'), cell: ({ submittedDate }) => day(submittedDate) },
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
    {
      key: 'amount',
      header: say('amount'),
      align: 'end',
      cell: ({ total, currencyCode }) => money(total, currencyCode),
    },
    {
      key: 'file',
      header: say('certificate'),
      cell: (claim) => (
        <>
          {may('tax-id.read') && (
            <Download
              appearance="subtle"
              request={{ path: `/v1${claim.links.certificate.uri.replace(/^\/v1/, '')}` }}
              name={claim.invoiceId}
            />
          )}
          {claim.state === 'sent_back' && may('billing.edit') && (
            <Button onClick={() => onCorrect(claim)}>{say('correct')}</Button>
          )}
        </>
      ),
    },
  ]
}
