import { Button } from '@fluentui/react-components'
import { EyeRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useFormat } from '../../format/format.js'
import { Download } from '../../parts/download.js'
import { Page } from '../../parts/page.js'
import { Facts, Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { actFor } from '../../session/acting-for.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { actingHeaders } from '../ui/acting-headers.js'
import { InlineLink } from '../ui/inline-link.js'
import { PartnerName } from '../ui/partner-name.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { Amend } from './amend.js'
import { AmendmentLines } from './amendment-lines.js'
import { type Amendment, type Invoice, isVoid, openOf } from './document.js'
import { kindOf } from './documents-view.js'
import { useDocumentWords } from './words.js'
import { WriteOffOpen } from './write-off-open.js'

/** One document of a partner, and the ways to amend it. */
export function DocumentPage() {
  const { invoiceId } = useParams({ strict: false }) as { readonly invoiceId: string }
  const say = useDocumentWords()
  const [{ partner }] = useUrlState({ partner: '' })
  const found = useRead<Invoice>(partner === '' ? undefined : pathOf`/v1/invoices/${invoiceId}`, {
    headers: actingHeaders(partner),
  })
  const crumbs = [{ text: say('title'), to: '/provider/invoices' }]
  if (partner === '') {
    return (
      <Page title={invoiceId} crumbs={crumbs}>
        <Empty text={say('missingPartner')} />
      </Page>
    )
  }
  return (
    <Loaded read={found}>
      {(invoice) => (
        <Page
          title={`${say(kindOf(invoice))} ${invoice.id}`}
          crumbs={crumbs}
          actions={<Actions invoice={invoice} partnerId={partner} />}
        >
          <Totals invoice={invoice} partnerId={partner} />
          {invoice.amendsOf !== undefined && <AmendmentSection number={invoice.id} />}
        </Page>
      )}
    </Loaded>
  )
}

interface DocumentProps {
  readonly invoice: Invoice
  readonly partnerId: string
}

function Actions({ invoice, partnerId }: DocumentProps) {
  const say = useDocumentWords()
  const may = useMay()
  const navigate = useNavigate()
  const client = useQueryClient()
  const look = async () => {
    actFor(partnerId)
    await navigate({ to: `/billing/invoices/${invoice.id}` })
    await client.resetQueries()
  }
  const amendable = may('platform.credit-note.issue') && invoice.totalCharges > 0 && !isVoid(invoice)
  return (
    <>
      {amendable && <Amend invoice={invoice} action="credit" />}
      {amendable && <Amend invoice={invoice} action="void" />}
      {amendable && <Amend invoice={invoice} action="rebill" />}
      {may('platform.payment.edit') && <WriteOffOpen invoice={invoice} partnerId={partnerId} />}
      <Download
        request={{
          path: pathOf`/v1/invoices/${invoice.id}/documents/statement`,
          headers: actingHeaders(partnerId),
        }}
        name={`${invoice.id}.pdf`}
        text={say('pdf')}
      />
      <Button icon={<EyeRegular />} onClick={() => void look()}>
        {say('openFor')}
      </Button>
    </>
  )
}

function Totals({ invoice, partnerId }: DocumentProps) {
  const say = useDocumentWords()
  const general = useConsoleWords()
  const { day, money } = useFormat()
  const { currencyCode, amendsOf, totalAdjustments } = invoice
  const open = openOf(invoice)
  return (
    <Section title={say('overview')}>
      <Facts
        facts={[
          [general('partner'), <PartnerName key="partner" id={partnerId} />],
          [general('state'), isVoid(invoice) ? <Status key="state" text={say('voided')} tone="over" /> : undefined],
          [say('type'), general(invoice.invoiceType === 'Recurring' ? 'recurring' : 'oneTime')],
          [say('date'), day(invoice.invoiceDate)],
          [say('period'), `${day(invoice.billingPeriodStartDate)} – ${day(invoice.billingPeriodEndDate)}`],
          [
            say('amends'),
            amendsOf === undefined ? undefined : (
              <InlineLink key="amends" to={`/provider/invoices/${amendsOf}`} search={{ partner: partnerId }}>
                {amendsOf}
              </InlineLink>
            ),
          ],
          [
            say('amendedBy'),
            invoice.amendments === undefined || invoice.amendments.length === 0
              ? undefined
              : invoice.amendments.map(({ id }) => (
                  <span key={id}>
                    <InlineLink to={`/provider/invoices/${id}`} search={{ partner: partnerId }}>
                      {id}
                    </InlineLink>{' '}
                  </span>
                )),
          ],
          [say('total'), money(invoice.totalCharges, currencyCode)],
          [say('adjustments'), totalAdjustments === undefined ? undefined : money(totalAdjustments, currencyCode)],
          [say('paid'), money(String(-invoice.paidAmount), currencyCode)],
          [say('open'), open === undefined ? undefined : <strong key="open">{money(open, currencyCode)}</strong>],
        ]}
      />
    </Section>
  )
}

/** What a note takes back or a replacement bills, line by line. */
function AmendmentSection({ number }: { readonly number: string }) {
  const say = useDocumentWords()
  const general = useConsoleWords()
  const amendment = useRead<Amendment>(pathOf`/v1/platform/credit-notes/${number}`)
  return (
    <Section title={say('lines')}>
      <Loaded read={amendment}>
        {(data) => (
          <>
            <Facts
              facts={[
                [general('reason'), say(data.reason as 'goodwill')],
                [say('note'), data.note],
              ]}
            />
            <AmendmentLines amendment={data} />
          </>
        )}
      </Loaded>
    </Section>
  )
}
