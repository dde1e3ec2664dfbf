import type { BilledDocument } from '../../store/billed-documents.js'
import type { WithholdingState } from '../tax-withholdings.js'

/** A document, as a mail tells of it. Days are `YYYY-MM-DD`, amounts exact text in major units. */
interface DocumentFacts {
  readonly number: string
  readonly currency: string
  readonly amount: string
  readonly dueOn: string
}

/** What the text of each kind of mail is made of; `partner` is the name of the account. */
export interface FactsByKind {
  readonly 'invoice-ready': DocumentFacts & {
    readonly partner: string
    readonly issuedOn: string
    readonly document: BilledDocument['kind']
    /** The document it amends; `null` for an invoice. */
    readonly amends: string | null
  }
  readonly 'due-soon': DocumentFacts & { readonly partner: string }
  readonly overdue: DocumentFacts & {
    readonly partner: string
    /** Which reminder of this document, from 1 to 4. */
    readonly level: number
  }
  readonly 'past-due': {
    readonly partner: string
    readonly currency: string
    readonly amount: string
    /** Due date of the oldest; `null` where it is not known. */
    readonly since: string | null
  }
  readonly cured: { readonly partner: string }
  readonly 'credit-limit': {
    readonly partner: string
    readonly currency: string
    /** What is used. */
    readonly amount: string
    /** Percent. */
    readonly level: number
    /** `null` where the limit was taken away since. */
    readonly limit: string | null
  }
  readonly 'withholding-decision': {
    readonly partner: string
    readonly number: string
    readonly currency: string
    readonly amount: string
    readonly state: Exclude<WithholdingState, 'submitted'>
    readonly note: string
  }
  readonly 'exemption-decision': {
    readonly partner: string
    readonly certificate: string
    readonly place: string
    readonly validFrom: string
    readonly state: 'approved' | 'rejected'
    readonly note: string
  }
  readonly 'usage-budget': {
    readonly partner: string
    readonly customer: string
    readonly currency: string
    /** What was spent of the calendar month when the threshold was reached. */
    readonly amount: string
    readonly budget: string
    /** Percent of the budget. */
    readonly level: number
    /** The first day of the month. */
    readonly month: string
  }
  readonly test: { readonly partner: string }
}

export type MailKind = keyof FactsByKind

/** A kind of mail with its facts. */
export type MailContent = { readonly [K in MailKind]: { readonly kind: K; readonly facts: FactsByKind[K] } }[MailKind]
