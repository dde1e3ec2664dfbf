import { useSession } from '../../session/session.js'
import { ActionForm } from '../ui/action-form.js'
import { decimalText } from '../ui/decimal-text.js'
import type { FormField, Values } from '../ui/form-fields.js'
import type { Partner } from '../ui/partner-name.js'
import { useDiscountWords } from './discount-words.js'

const KINDS = [
  ['percentage', 'kindPercentage'],
  ['amount', 'kindAmount'],
  ['price', 'kindPrice'],
] as const
const TERMS = ['P1M', 'P1Y', 'P3Y'] as const
const CYCLES = ['monthly', 'annual', 'upfront'] as const

/** Gives a partner a discount, or a price of its own for one term and billing cycle of a SKU. */
export function GiveDiscount({ path, partner }: { readonly path: string; readonly partner: Partner }) {
  const say = useDiscountWords()
  const { now } = useSession()
  return (
    <ActionForm
      text={say('give')}
      intro={say('giveText')}
      fields={useFields(partner.currency)}
      initial={{ kind: 'percentage', term: 'P1Y', cycle: 'monthly', validFrom: now.slice(0, 10) }}
      request={(values) => ({ method: 'POST', path, body: bodyOf(values, partner) })}
      touches={[path]}
      done={say('given')}
    />
  )
}

function useFields(currency: string): readonly FormField[] {
  const say = useDiscountWords()
  const isPrice = ({ kind }: Values) => kind === 'price'
  const isPercentage = ({ kind }: Values) => kind === 'percentage'
  const not = (holds: (values: Values) => boolean) => (values: Values) => !holds(values)
  const product = { label: say('product'), maxLength: 100 }
  const sku = { label: say('sku'), maxLength: 100 }
  return [
    {
      key: 'kind',
      label: say('kind'),
      kind: 'choice',
      options: KINDS.map(([value, word]) => ({ value, text: say(word) })),
    },
    { key: 'percent', label: say('valuePercentage'), kind: 'amount', shown: isPercentage },
    { key: 'money', label: say('valueMoney', { currency }), kind: 'amount', shown: not(isPercentage) },
    { ...product, key: 'product', optional: true, hint: say('productHint'), shown: not(isPrice) },
    { ...sku, key: 'sku', optional: true, shown: not(isPrice) },
    { ...product, key: 'product', shown: isPrice },
    { ...sku, key: 'sku', shown: isPrice },
    {
      key: 'term',
      label: say('term'),
      kind: 'choice',
      options: TERMS.map((value) => ({ value, text: say(value) })),
      shown: isPrice,
    },
    {
      key: 'cycle',
      label: say('cycle'),
      kind: 'choice',
      options: CYCLES.map((value) => ({ value, text: say(value) })),
      shown: isPrice,
    },
    { key: 'code', label: say('code'), maxLength: 40 },
    { key: 'description', label: say('description'), maxLength: 200 },
    { key: 'validFrom', label: say('validFrom'), kind: 'day' },
    { key: 'validUntil', label: say('validUntil'), kind: 'day', optional: true },
    { key: 'renewals', label: say('takenByRenewals'), kind: 'check' },
  ]
}

function bodyOf(values: Values, { id, currency }: Partner) {
  const { kind, percent = '', money = '', product, sku, term, cycle, code, description, validFrom, validUntil } = values
  return {
    ...{ partnerId: id, kind, promotionId: code, description, validFrom, validUntil },
    ...{ productId: product, skuId: sku, renewals: values['renewals'] === 'true' },
    ...(kind === 'percentage' ? { value: decimalText(percent) } : { value: decimalText(money), currency }),
    ...(kind === 'price' ? { termDuration: term, billingCycle: cycle } : {}),
  }
}
