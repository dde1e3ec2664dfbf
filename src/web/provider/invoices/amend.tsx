import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { reasonsSchema } from '../../../api/schema/amendment.js'
import { useFormat } from '../../format/format.js'
import { Confirm } from '../../parts/confirm.js'
import { useNotify } from '../../parts/notify.js'
import { pathOf } from '../../wire/path.js'
import { useChange, useRead } from '../../wire/read.js'
import { FormFields, missingOf, type Values } from '../ui/form-fields.js'
import { AMENDMENT_ENDS, type AmendmentAction, bodyOf, useAmendmentFields } from './amendment-form.js'
import { AmendmentLines } from './amendment-lines.js'
import type { Amended, Invoice } from './document.js'
import { useDocumentWords } from './words.js'

type Reasons = z.output<typeof reasonsSchema>

const TOUCHES = ['/v1/invoices', '/v1/platform/credit-notes', '/v1/platform/partners']

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

interface AmendProps {
  readonly invoice: Invoice
  readonly action: AmendmentAction
}

/** Credits, voids or bills an invoice again; the documents are shown before they are issued. */
export function Amend({ invoice, action }: AmendProps) {
  const say = useDocumentWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say(action)}</Button>
      {open && <AmendDialog invoice={invoice} action={action} onClose={() => setOpen(false)} />}
    </>
  )
}

function AmendDialog({ invoice, action, onClose }: AmendProps & { readonly onClose: () => void }) {
  const say = useDocumentWords()
  const styles = useStyles()
  const notify = useNotify()
  const reasons = useRead<Reasons>('/v1/platform/amendment-reasons')
  const fitting = (reasons.data?.items ?? []).filter(({ actions }) => actions.includes(action))
  const [typed, setTyped] = useState<Values>({})
  const [tried, setTried] = useState(false)
  const values: Values = { reason: fitting[0]?.reason ?? '', what: 'all', how: 'amount', ...typed }
  const fields = useAmendmentFields(invoice, action, fitting)
  const path = pathOf`/v1/platform/invoices/${invoice.id}`
  const preview = useChange<Values, Amended>(
    (wish) => ({ method: 'POST', path: `${path}/amendments/preview`, body: { action, ...bodyOf(wish, action) } }),
    [],
  )
  const issue = useChange<Values>(
    (wish) => ({ method: 'POST', path: `${path}/${AMENDMENT_ENDS[action]}`, body: bodyOf(wish, action) }),
    TOUCHES,
  )
  const missing = missingOf(fields, values)
  const shown = preview.data
  const submit = () => {
    setTried(true)
    if (missing.length > 0) return
    if (shown === undefined) return preview.mutate(values)
    issue.mutate(values, {
      onSuccess: () => {
        notify(say('issued'))
        onClose()
      },
    })
  }
  const change = (key: string, value: string) => {
    // What is shown is what will be issued: anything else has to be looked at again.
    preview.reset()
    issue.reset()
    setTyped((before) => ({ ...before, [key]: value }))
  }
  return (
    <Confirm
      open
      title={say(`${action}Title`, { number: invoice.id })}
      action={shown === undefined ? say('preview') : say('issue')}
      busy={preview.isPending || issue.isPending}
      fault={preview.error ?? issue.error}
      onClose={onClose}
      onConfirm={submit}
    >
      <div className={styles.content}>
        <Text>{say(`${action}Text`)}</Text>
        <FormFields fields={fields} values={values} missing={tried ? missing : []} onChange={change} />
        {shown !== undefined && <Documents amended={shown} />}
      </div>
    </Confirm>
  )
}

/** The documents that would be issued. */
function Documents({ amended }: { readonly amended: Amended }) {
  const say = useDocumentWords()
  const { money } = useFormat()
  return (
    <>
      <Text>{say('previewText')}</Text>
      {amended.amendments.map((one) => (
        <div key={`${one.documentType} ${one.totalCharges}`}>
          <Text weight="semibold">
            {say('totalOf', {
              document: say(one.documentType),
              amount: money(one.totalCharges, one.currencyCode),
            })}
          </Text>
          <AmendmentLines amendment={one} />
        </div>
      ))}
    </>
  )
}
