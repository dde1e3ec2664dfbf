import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import type { z } from 'zod'
import type { booksSchema } from '../../../api/schema/billing.js'
import type { AccountName } from '../../../core/invoicing/posting.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useRead } from '../../wire/read.js'
import { PartnerField } from '../ui/partner-field.js'
import { Stack, Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useRunWords } from './words.js'

type Books = z.output<typeof booksSchema>

/** The trial balance, and whatever is wrong with the books. */
export function BooksView() {
  const say = useRunWords()
  const [{ partner }, setState] = useUrlState({ partner: '' })
  const books = useRead<Books>('/v1/platform/books', { query: { partnerId: partner }, keep: true })
  return (
    <Section title={say('trial')}>
      <Toolbar>
        <PartnerField
          label={say('checkFor')}
          hint={say('checkHint')}
          value={partner}
          onChoose={(chosen) => setState({ partner: chosen })}
        />
      </Toolbar>
      <Loaded read={books}>{(data) => <Balance books={data} />}</Loaded>
    </Section>
  )
}

function Balance({ books }: { readonly books: Books }) {
  const say = useRunWords()
  const { money } = useFormat()
  const { isRight, accounts, faults } = books
  const accountColumns: readonly Column<Books['accounts'][number]>[] = [
    { key: 'account', header: say('account'), cell: ({ account }) => say(account as AccountName) },
    { key: 'currency', header: say('currency'), cell: ({ currencyCode }) => currencyCode },
    {
      key: 'balance',
      header: say('balance'),
      align: 'end',
      cell: ({ balance, currencyCode }) => money(balance, currencyCode),
    },
  ]
  const faultColumns: readonly Column<Books['faults'][number]>[] = [
    { key: 'rule', header: say('rule'), cell: ({ rule }) => rule },
    { key: 'what', header: say('what'), cell: ({ what }) => what },
  ]
  return (
    <Stack>
      <MessageBar intent={isRight ? 'success' : 'error'}>
        <MessageBarBody>{isRight ? say('balanced') : say('faults', { count: faults.length })}</MessageBarBody>
      </MessageBar>
      {faults.length > 0 && (
        <Table label={say('books')} columns={faultColumns} rows={faults} keyOf={({ what }) => what} />
      )}
      <Table
        label={say('trial')}
        columns={accountColumns}
        rows={accounts}
        keyOf={({ account, currencyCode }) => `${account} ${currencyCode}`}
        empty={<Empty text={say('emptyBooks')} />}
      />
    </Stack>
  )
}
