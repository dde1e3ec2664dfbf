import { Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Loaded } from '../parts/states.js'
import { pathOf } from '../wire/path.js'
import { useChange, useRead } from '../wire/read.js'
import { CertificateFile, type SentFile } from './certificate-file.js'
import { majorOf, minorOf, typedAmount } from './exact.js'
import type { OpenBill, OpenBills } from './types.js'
import type { Withholding } from './withholding.js'
import { useTaxWords } from './words-taxes.js'

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

export interface WithholdingClaimProps {
  /** Empty where it is still to be chosen. */
  readonly invoiceId: string
  /** A claim that was sent back. */
  readonly correcting?: Withholding
  readonly onClose: () => void
}

interface Claim {
  readonly invoiceId: string
  readonly total: string
  readonly certificate: SentFile | undefined
}

/** Claims tax that was withheld from the payment of an invoice, or corrects such a claim. */
export function WithholdingClaim({ invoiceId, correcting, onClose }: WithholdingClaimProps) {
  const styles = useStyles()
  const say = useTaxWords()
  const notify = useNotify()
  const [chosen, setChosen] = useState(invoiceId)
  const [typed, setTyped] = useState('')
  const [certificate, setCertificate] = useState<SentFile | undefined>(undefined)
  const open = useRead<OpenBills>('/v1/portal/receivables')
  const isClaimable = (bill: OpenBill) => bill.openAmount > 0 && (bill.paidAmount > 0 || bill.invoiceId === invoiceId)
  const bills = (open.data?.items ?? []).filter(isClaimable)
  const bill = bills.find((one) => one.invoiceId === chosen)
  const amount = bill === undefined ? undefined : claimable(typed, bill)
  const send = useChange<Claim>(
    ({ invoiceId: id, ...body }) =>
      correcting === undefined
        ? { method: 'POST', path: '/v1/taxes/withholdings', body: { invoiceId: id, ...body } }
        : { method: 'PUT', path: pathOf`/v1/taxes/withholdings/${correcting.id}`, body },
    ['/v1/taxes/withholdings'],
  )
  const finish = () => {
    notify(say('claimed'))
    onClose()
  }
  const submit = () => {
    if (bill === undefined || amount === undefined) return
    const total = majorOf(amount, bill.currencyCode)
    send.mutate({ invoiceId: chosen, total, certificate }, { onSuccess: finish })
  }
  return (
    <Confirm
      open
      title={correcting === undefined ? say('newClaim') : say('correctTitle', { id: invoiceId })}
      action={say('send')}
      busy={send.isPending}
      disabled={amount === undefined || (certificate === undefined && correcting === undefined)}
      fault={send.error}
      onClose={onClose}
      onConfirm={submit}
    >
      <Loaded read={open}>
        {() =>
          bills.length === 0 ? (
            <Text>{say('noneClaimable')}</Text>
          ) : (
            <div className={styles.fields}>
              <Field label={say('invoice')} required>
                <Select
                  value={chosen}
                  disabled={correcting !== undefined}
                  onChange={(_, { value }) => setChosen(value)}
                >
                  <option value="">{say('chooseInvoice')}</option>
                  {bills.map((one) => (
                    <option key={one.invoiceId}>{one.invoiceId}</option>
                  ))}
                </Select>
              </Field>
              {bill !== undefined && <Amount bill={bill} typed={typed} onType={setTyped} />}
              <CertificateFile
                required={correcting === undefined}
                {...(correcting === undefined ? {} : { hint: say('keepFile') })}
                onFile={setCertificate}
              />
            </div>
          )
        }
      </Loaded>
    </Confirm>
  )
}

/** What was typed, where it can be claimed: at most what is open. */
function claimable(typed: string, { openAmount, currencyCode }: OpenBill): bigint | undefined {
  const amount = typedAmount(typed, currencyCode)
  return amount !== undefined && amount <= minorOf(openAmount, currencyCode) ? amount : undefined
}

function Amount({
  bill,
  typed,
  onType,
}: {
  readonly bill: OpenBill
  readonly typed: string
  readonly onType: (text: string) => void
}) {
  const say = useTaxWords()
  const { money, number } = useFormat()
  const isWrong = typed.trim() !== '' && claimable(typed, bill) === undefined
  return (
    <Field
      label={say('amount')}
      required
      hint={say('openIs', { amount: money(bill.openAmount, bill.currencyCode) })}
      {...(isWrong ? { validationMessage: say('wrong', { example: number('1250.5') }) } : {})}
    >
      <Input inputMode="decimal" value={typed} onChange={(_, { value }) => onType(value)} />
    </Field>
  )
}
