import { useFormat } from '../../format/format.js'
import { useMay, useSession } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import type { Partner } from '../ui/partner-name.js'
import { Buttons } from '../ui/toolbar.js'
import { useConsoleWords } from '../ui/words.js'
import type { Adjustment } from './adjustment.js'
import { useApprovalWords } from './words.js'

/** Approves, rejects or withdraws an adjustment, as far as its state allows it. */
export function DecideAdjustment({ adjustment }: { readonly adjustment: Adjustment }) {
  const say = useApprovalWords()
  const general = useConsoleWords()
  const may = useMay()
  const { money } = useFormat()
  const { user } = useSession()
  const { id, partnerId, state, description: text, currencyCode, proposedBy } = adjustment
  const partner = useRead<Partner>(pathOf`/v1/platform/partners/${partnerId}`)
  const path = pathOf`/v1/platform/partners/${partnerId}/adjustments/${id}`
  const facts = { partner: partner.data?.name ?? '', text, amount: money(adjustment.amount, currencyCode) }
  const note = { key: 'note', label: general('note'), kind: 'area', optional: true, maxLength: 1_000 } as const
  const touches = ['/v1/platform/adjustments', pathOf`/v1/platform/partners/${partnerId}`]
  // Somebody else decides than who proposed it.
  const decides = may('platform.adjustment.approve') && state === 'proposed' && proposedBy !== user.signInName
  const withdraws = may('platform.adjustment.propose') && (state === 'proposed' || state === 'approved')
  const decide = (word: 'approved' | 'rejected', title: 'approve' | 'reject', intro: string) => (
    <ActionForm
      text={say(title)}
      size="small"
      appearance={word === 'approved' ? 'primary' : 'secondary'}
      intro={intro}
      fields={[note]}
      request={({ note: typed }) => ({
        method: 'POST',
        path: `${path}/decision`,
        body: { state: word, ...(typed ? { note: typed } : {}) },
      })}
      touches={touches}
      done={say('decided')}
    />
  )
  return (
    <Buttons>
      {decides && decide('approved', 'approve', say('approveAdjustment', facts))}
      {decides && decide('rejected', 'reject', say('rejectAdjustment', facts))}
      {withdraws && (
        <ActionForm
          text={say('withdraw')}
          size="small"
          intro={say('withdrawAdjustment', facts)}
          fields={[note]}
          request={({ note: typed }) => ({
            method: 'POST',
            path: `${path}/withdrawal`,
            body: typed ? { note: typed } : {},
          })}
          touches={touches}
          done={say('decided')}
        />
      )}
    </Buttons>
  )
}
