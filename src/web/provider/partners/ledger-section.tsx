import { Button, MessageBar, MessageBarBody, Spinner, Text } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { ledgerVerification } from '../../../api/schema/billing.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Problem } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import type { Partner } from '../ui/partner-name.js'
import { usePartnerWords } from './words.js'

type Verification = z.output<typeof ledgerVerification>
type Difference = Verification['differences'][number]

/** Compares what is stored of a partner with what its events give, on request. */
export function LedgerSection({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  const found = useRead<Verification>(pathOf`/v1/platform/partners/${partner.id}/ledger/verification`, {
    enabled: asked,
  })
  if (!may('platform.billing.read')) return null
  const check = () => (asked ? void found.refetch() : setAsked(true))
  return (
    <Section
      title={say('verify')}
      actions={
        <Button disabled={found.isFetching} onClick={check}>
          {say('verifyNow')}
        </Button>
      }
    >
      <Text>{say('verifyText')}</Text>
      {found.isFetching && <Spinner label={say('verifying')} labelPosition="after" />}
      {!found.isFetching && found.data !== undefined && <Found verification={found.data} />}
      {!found.isFetching && found.error !== null && <Problem fault={found.error} />}
    </Section>
  )
}

function Found({ verification }: { readonly verification: Verification }) {
  const say = usePartnerWords()
  const { number } = useFormat()
  const { isRight, subscriptions, charges, differenceCount, differences } = verification
  const columns: readonly Column<Difference>[] = [
    { key: 'subscription', header: say('subscription'), cell: ({ subscriptionId }) => subscriptionId },
    { key: 'what', header: say('what'), cell: ({ what }) => what },
    { key: 'stored', header: say('stored'), cell: ({ stored }) => stored },
    { key: 'recomputed', header: say('recomputed'), cell: ({ recomputed }) => recomputed },
  ]
  return (
    <>
      <MessageBar intent={isRight ? 'success' : 'error'} layout="multiline">
        <MessageBarBody>
          {isRight
            ? say('ledgerRight', { subscriptions: number(subscriptions), charges: number(charges) })
            : say('ledgerWrong', { count: differenceCount })}
        </MessageBarBody>
      </MessageBar>
      {differences.length > 0 && (
        <Table
          label={say('verify')}
          columns={columns}
          rows={differences}
          keyOf={({ subscriptionId, what }) => `${subscriptionId} ${what}`}
        />
      )}
    </>
  )
}
