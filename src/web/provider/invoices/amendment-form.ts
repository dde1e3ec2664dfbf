import { useEffect } from 'react'
import { useFormat } from '../../format/format.js'
import { pathOf } from '../../wire/path.js'
import { useChange } from '../../wire/read.js'
import { decimalText } from '../ui/decimal-text.js'
import type { FormField, Values } from '../ui/form-fields.js'
import type { Amended, Invoice } from './document.js'
import { useDocumentWords } from './words.js'

export type AmendmentAction = 'credit' | 'void' | 'rebill'

/** Last part of the path of what issues the documents. */
export const AMENDMENT_ENDS: Readonly<Record<AmendmentAction, string>> = {
  credit: 'creditnotes',
  void: 'void',
  rebill: 'rebill',
}

const ofLine = ({ what }: Values) => what === 'line'
const byAmount = (values: Values) => ofLine(values) && values['how'] === 'amount'
const byPercentage = (values: Values) => ofLine(values) && values['how'] === 'percentage'

/** Fields of an amendment; of a credit also which line, of those of which something is left. */
export function useAmendmentFields(
  invoice: Invoice,
  action: AmendmentAction,
  reasons: readonly { readonly reason: string }[],
): readonly FormField[] {
  const say = useDocumentWords()
  const { money } = useFormat()
  const { mutate, data } = useChange<void, Amended>(
    () => ({
      method: 'POST',
      path: pathOf`/v1/platform/invoices/${invoice.id}/amendments/preview`,
      body: { action: 'credit', reason: 'goodwill' },
    }),
    [],
  )
  useEffect(() => {
    if (action === 'credit') mutate()
  }, [action, mutate])
  const lines = (data?.amendments[0]?.lines ?? []).map(({ lineNumber, description, amount }) => ({
    value: String(lineNumber),
    text: say('lineLeft', {
      number: lineNumber,
      description,
      amount: money(String(amount).replace(/^-/, ''), invoice.currencyCode),
    }),
  }))
  const choice = (keys: readonly ['all' | 'amount', 'line' | 'percentage'], texts: readonly [string, string]) =>
    keys.map((value, index) => ({ value, text: texts[index] ?? value }))
  const ofCredit: readonly FormField[] = [
    {
      key: 'what',
      label: say('what'),
      kind: 'choice',
      options: choice(['all', 'line'], [say('allLeft'), say('oneLine')]),
    },
    { key: 'line', label: say('whichLine'), kind: 'choice', options: lines, shown: ofLine },
    {
      key: 'how',
      label: say('how'),
      kind: 'choice',
      options: choice(['amount', 'percentage'], [say('byAmount'), say('byPercentage')]),
      shown: ofLine,
    },
    { key: 'amount', label: say('amount'), kind: 'amount', shown: byAmount },
    { key: 'percentage', label: say('percentage'), kind: 'amount', shown: byPercentage },
  ]
  return [
    {
      key: 'reason',
      label: say('why_choose'),
      kind: 'choice',
      options: reasons.map(({ reason }) => ({ value: reason, text: say(reason as 'goodwill') })),
    },
    ...(action === 'credit' ? ofCredit : []),
    { key: 'note', label: say('note'), optional: true, hint: say('noteHint'), maxLength: 500 },
  ]
}

/** What is sent of what was typed. */
export function bodyOf(values: Values, action: AmendmentAction) {
  const { reason, note = '', line, amount = '', percentage = '' } = values
  const some = byAmount(values) ? { amount: decimalText(amount) } : { percentage: decimalText(percentage) }
  const credits = ofLine(values) ? [{ lineNumber: Number(line), ...some }] : []
  return { reason, note, ...(action === 'credit' ? { credits } : {}) }
}
