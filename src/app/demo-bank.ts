import { type Day, formatDay } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { writeXml } from './documents/xml.js'
import type { ProviderProfile } from './tax-provider.js'

/** Money that came in, in the demo. */
export interface DemoCredit {
  readonly on: Day
  /** Minor units. */
  readonly amount: bigint
  readonly payer: string
  readonly remittance: string
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'

/** A statement as a bank sends it (CAMT.053): of one account, with these credits. */
export function camtStatement(
  { iban }: ProviderProfile['payment'],
  currency: Currency,
  credits: readonly DemoCredit[],
): string {
  const last = formatDay(credits.at(-1)!.on)
  return writeXml({
    Document: {
      '@xmlns': NAMESPACE,
      BkToCstmrStmt: {
        GrpHdr: { MsgId: `DEMO-${last}`, CreDtTm: `${last}T18:00:00Z` },
        Stmt: {
          Id: `${last}-1`,
          CreDtTm: `${last}T18:00:00Z`,
          Acct: { Id: { IBAN: iban }, Ccy: currency },
          Ntry: credits.map((credit, index) => entryOf(credit, currency, `${last}-${index + 1}`)),
        },
      },
    },
  })
}

function entryOf({ on, amount, payer, remittance }: DemoCredit, currency: Currency, reference: string) {
  const day = { Dt: formatDay(on) }
  return {
    Amt: { '@Ccy': currency, '#text': formatAmount(amount, currency) },
    CdtDbtInd: 'CRDT',
    Sts: { Cd: 'BOOK' },
    BookgDt: day,
    ValDt: day,
    AcctSvcrRef: reference,
    BkTxCd: { Domn: { Cd: 'PMNT', Fmly: { Cd: 'RCDT', SubFmlyCd: 'ESCT' } } },
    NtryDtls: {
      TxDtls: { RltdPties: { Dbtr: { Pty: { Nm: payer } } }, RmtInf: { Ustrd: remittance } },
    },
  }
}
