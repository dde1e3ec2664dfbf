import type { z } from 'zod'
import type { importedStatementsSchema } from '../../../api/schema/payments.js'
import { ImportFile } from '../ui/import-file.js'
import { usePaymentWords } from './words.js'

type Imported = z.output<typeof importedStatementsSchema>

const TOUCHES = ['/v1/platform/bank-entries', '/v1/platform/partners']

/** Takes bank statements in, as CAMT.053 or CSV. */
export function ImportStatements() {
  const say = usePaymentWords()
  const autoExact = { key: 'autoExact', label: say('autoExact'), kind: 'check' } as const
  const report = (answer: Imported) => <Report imported={answer} />
  return (
    <>
      <ImportFile<Imported>
        text={say('importCsv')}
        hint={say('csvHint')}
        accept=".csv,text/csv"
        fields={[{ key: 'account', label: say('account'), hint: say('accountHint'), maxLength: 100 }, autoExact]}
        request={(body, { account, autoExact: auto }) => ({
          method: 'POST',
          path: '/v1/platform/bank-statements/csv',
          query: { account, autoExact: auto },
          body,
          type: 'text/csv',
        })}
        touches={TOUCHES}
        report={report}
      />
      <ImportFile<Imported>
        text={say('importCamt')}
        hint={say('camtHint')}
        accept=".xml,application/xml,text/xml"
        fields={[autoExact]}
        request={(body, { autoExact: auto }) => ({
          method: 'POST',
          path: '/v1/platform/bank-statements/camt',
          query: { autoExact: auto },
          body,
          type: 'application/xml',
        })}
        touches={TOUCHES}
        report={report}
      />
    </>
  )
}

function Report({ imported }: { readonly imported: Imported }) {
  const say = usePaymentWords()
  return imported.statements.map((one) => (
    <p key={one.id}>
      {say('imported', { account: one.account, count: one.importedCount })}{' '}
      {say('importedMore', {
        duplicates: one.possibleDuplicateCount,
        known: one.knownCount,
        passed: one.passedOverCount,
        confirmed: one.confirmedCount,
        refused: one.refusedCount,
      })}
    </p>
  ))
}
