import type { TaxIdState } from '../core/invoicing/tax-treatment.js'

/** What a check of a tax id found, in a word and in a sentence. */
export interface TaxIdFinding {
  readonly state: TaxIdState
  readonly evidence: string
}

/**
 * Somebody who can say what a tax id is worth. It is asked within the transaction that keeps its finding, so it has to
 * answer within seconds; where it cannot, it says `unchecked`, and why.
 */
export interface TaxIdValidator {
  /** As the records of checks name it. */
  readonly name: string
  check(country: string, taxId: string): Promise<TaxIdFinding>
}
