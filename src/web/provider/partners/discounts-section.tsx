import { useState } from 'react'
import type { z } from 'zod'
import type { discountSchema, discountsSchema } from '../../../api/schema/discount.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useCommonWords } from '../../parts/words.js'
import { useMay, useSession } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import type { Partner } from '../ui/partner-name.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { useConsoleWords } from '../ui/words.js'
import { useDiscountWords } from './discount-words.js'
import { GiveDiscount } from './give-discount.js'

type Discount = z.output<typeof discountSchema>

const PATH = '/v1/platform/discounts'
const ROWS = 50
const TONES = { upcoming: 'waiting', holds: 'good', ended: 'over' } as const satisfies Record<string, Tone>

/** The discounts and prices only this partner has, also those that have ended. */
export function DiscountsSection({ partner }: { readonly partner: Partner }) {
  const say = useDiscountWords()
  const may = useMay()
  const [offset, setOffset] = useState(0)
  const query = { partnerId: partner.id, size: ROWS, offset }
  const discounts = useRead<z.output<typeof discountsSchema>>(PATH, { query, keep: true })
  const mayEdit = may('platform.discount.edit')
  const columns = useColumns(partner.currency, mayEdit)
  return (
    <Section title={say('title')} actions={mayEdit && <GiveDiscount path={PATH} partner={partner} />}>
      <Loaded read={discounts}>
        {({ items, totalCount }) => (
          <>
            <Table
              label={say('title')}
              columns={columns}
              rows={items}
              keyOf={({ id }) => id}
              empty={<Empty text={say('none')} />}
            />
            {totalCount > ROWS && (
              <OffsetPager offset={offset} size={ROWS} shown={items.length} total={totalCount} onMove={setOffset} />
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function useColumns(usualCurrency: string, mayEdit: boolean): readonly Column<Discount>[] {
  const say = useDiscountWords()
  const general = useConsoleWords()
  const common = useCommonWords()
  const { price, number, day } = useFormat()
  const { now } = useSession()
  const stateOf = ({ validFrom, validUntil = '9999' }: Discount) => {
    const today = now.slice(0, 10)
    return today < validFrom ? 'upcoming' : today < validUntil ? 'holds' : 'ended'
  }
  const discountOf = ({ kind, value, currency = usualCurrency }: Discount) =>
    say(kind, { value: kind === 'percentage' ? number(value) : price(value, currency) })
  return [
    {
      key: 'promotion',
      header: say('promotion'),
      cell: ({ promotionId, description }) => `${promotionId}: ${description}`,
    },
    { key: 'discount', header: say('discount'), cell: discountOf },
    {
      key: 'on',
      header: say('on'),
      cell: ({ productId, skuId, termDuration, billingCycle }) =>
        [productId, skuId, termDuration, billingCycle].filter((part) => part !== undefined).join(' ') ||
        say('everything'),
    },
    {
      key: 'days',
      header: say('days'),
      cell: ({ validFrom, validUntil }) =>
        validUntil === undefined
          ? say('from', { from: day(validFrom) })
          : say('fromUntil', { from: day(validFrom), until: day(validUntil) }),
    },
    { key: 'renewals', header: say('renewals'), cell: ({ renewals }) => common(renewals ? 'yes' : 'no') },
    {
      key: 'state',
      header: say('state'),
      cell: (discount) => <Status text={say(stateOf(discount))} tone={TONES[stateOf(discount)]} />,
    },
    ...(mayEdit
      ? [
          {
            key: 'end',
            header: general('actions'),
            cell: (discount: Discount) => stateOf(discount) !== 'ended' && <EndDiscount discount={discount} />,
          },
        ]
      : []),
  ]
}

function EndDiscount({ discount: { id, promotionId: promotion } }: { readonly discount: Discount }) {
  const say = useDiscountWords()
  return (
    <ActionForm
      text={say('end')}
      size="small"
      label={say('endLabel', { promotion })}
      intro={say('endText', { promotion })}
      fields={[{ key: 'validUntil', label: say('validUntil'), kind: 'day' }]}
      request={({ validUntil }) => ({ method: 'PATCH', path: PATH + pathOf`/${id}`, body: { validUntil } })}
      touches={[PATH]}
      done={say('endSet')}
    />
  )
}
