import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
} from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { Loaded } from '../parts/states.js'
import { ExplanationView } from '../parts/why.js'
import { useCommonWords } from '../parts/words.js'
import { useChargeType } from '../subscription/charge-words.js'
import type { Query } from '../wire/call.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import type { BillExplanation, BillLine } from './types.js'
import { useLineWords } from './words-lines.js'

const useStyles = makeStyles({ wide: { maxWidth: '760px' }, text: { display: 'block', marginBottom: '12px' } })

export interface LineWhyProps {
  readonly line: BillLine
  readonly invoiceId: string
  readonly coming?: Query | undefined
  readonly onClose: () => void
}

/** How the amount of a line came about; asked for when it is opened. */
export function LineWhy({ line, invoiceId, coming, onClose }: LineWhyProps) {
  const styles = useStyles()
  const say = useLineWords()
  const common = useCommonWords()
  const { money } = useFormat()
  const { subscriptionId, chargeNumber, subtotal, currencyCode, subscriptionName } = line
  const read = useRead<BillExplanation>(pathOf`/v1/portal/invoices/${invoiceId}/explanation`, {
    query: { ...coming, subscriptionId, chargeNumber },
  })
  const what = say('whyWhat', { amount: money(subtotal, currencyCode), subscription: subscriptionName })
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.wide}>
        <DialogBody>
          <DialogTitle>{common('whyOf', { what })}</DialogTitle>
          <DialogContent>
            <LineIdentity line={line} />
            <Loaded read={read}>
              {(explanation) => (
                <>
                  {explanation.billedAmount !== undefined && (
                    <Text className={styles.text}>
                      {say('tookBack', {
                        id: invoiceId,
                        back: money(-subtotal, currencyCode),
                        billed: money(explanation.billedAmount, currencyCode),
                      })}
                    </Text>
                  )}
                  <ExplanationView what={what} explanation={explanation} />
                </>
              )}
            </Loaded>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {common('close')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

function LineIdentity({ line }: { readonly line: BillLine }) {
  const styles = useStyles()
  const { day } = useFormat()
  const typeOf = useChargeType()
  const { chargeType, customerName, startDate, endDate, meter, subtotal } = line
  return (
    <Text className={styles.text}>
      {customerName} · {typeOf(chargeType, subtotal)}
      {meter === undefined ? '' : `: ${meter}`} · {day(startDate)} – {day(endDate)}
    </Text>
  )
}
