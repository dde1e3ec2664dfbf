import { Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { nextInvoicesSchema } from '../../api/schema/portal-home.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useRead } from '../wire/read.js'
import { useHomeWords } from './words.js'

type NextInvoices = z.output<typeof nextInvoicesSchema>

/** When the next invoices come, and what is known to be on them. */
export function NextInvoicesSection() {
  const say = useHomeWords()
  const { money, day } = useFormat()
  const next = useRead<NextInvoices>('/v1/portal/nextinvoices')
  return (
    <Section title={say('nextInvoices')}>
      <Loaded read={next}>
        {({ items }) => (
          <>
            <Table
              label={say('nextInvoices')}
              rows={items}
              keyOf={({ invoiceType, currencyCode }) => `${invoiceType} ${currencyCode}`}
              columns={[
                {
                  key: 'type',
                  header: say('invoice'),
                  cell: ({ invoiceType, currencyCode }) => (
                    <AppLink to="/billing" search={{ show: 'unbilled', currency: currencyCode }}>
                      {say(invoiceType)}
                    </AppLink>
                  ),
                },
                { key: 'date', header: say('invoiceDate'), cell: ({ invoiceDate }) => day(invoiceDate) },
                {
                  key: 'amount',
                  header: say('estimate'),
                  align: 'end',
                  cell: ({ amount, currencyCode, isWhole }) =>
                    isWhole ? money(amount, currencyCode) : say('soFar', { amount: money(amount, currencyCode) }),
                },
              ]}
            />
            <Text size={200}>{say('estimateText')}</Text>
          </>
        )}
      </Loaded>
    </Section>
  )
}
