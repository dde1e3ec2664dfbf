import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml'
import { type Day, parseDay } from '../core/calendar/day.js'
import { type Currency, parseCurrency } from '../core/money/currency.js'
import { parseAmount } from '../core/money/format-amount.js'
import { type FileProblem, oneLine, type ReadCredit, type ReadFile, type ReadStatement } from './bank-file.js'

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(\d\d)$/
/** Versions whose elements are known here. */
const VERSIONS: ReadonlySet<string> = new Set(['02', '08'])
const MOST_PROBLEMS = 100
/** Of what names a statement and its account; the standard has 35. */
const LONGEST_NAME = 100
const MOST_ENTRIES = 50_000

/**
 * Reads a CAMT.053 file, version 001.02 or 001.08. Only booked credits are taken. The parser knows no entities but XML's
 * own five and resolves nothing; a file with a document type is refused all the same.
 */
export function readCamt(text: string): ReadFile {
  const reader = new CamtReader(text)
  try {
    const statements = reader.read()
    return reader.problems.length > 0 ? { ok: false, problems: reader.problems } : { ok: true, statements }
  } catch (error) {
    if (error instanceof XmlError) return refused(error.line, error.message.split('\n')[0]!)
    if (error instanceof RangeError) return refused(1, 'the elements are nested too deeply')
    throw error
  }
}

function refused(line: number, reason: string): ReadFile {
  return { ok: false, problems: [{ line, reason }] }
}

class CamtReader {
  readonly problems: FileProblem[] = []
  readonly #text: string
  #entries = 0
  /** Where the line of an offset was last counted, so that a file is gone through once. */
  #counted = { offset: 0, line: 1 }

  constructor(text: string) {
    this.#text = text
  }

  read(): ReadStatement[] {
    const document = parseXml(this.#text, { includeOffsets: true, preserveDocumentType: true })
    if (document.children.some((node) => node.type === 'doctype')) {
      this.#refuse(undefined, 'a document type is not allowed')
      return []
    }
    const { root } = document
    if (root === null || localName(root) !== 'Document') {
      this.#refuse(root ?? undefined, 'this is no CAMT.053 file: its root is not Document')
      return []
    }
    const prefix = root.name.includes(':') ? `:${root.name.split(':')[0]}` : ''
    const version = NAMESPACE.exec(root.attributes[`xmlns${prefix}`] ?? '')?.[1]
    if (version === undefined || !VERSIONS.has(version)) {
      this.#refuse(root, 'only camt.053.001.02 and camt.053.001.08 can be read')
      return []
    }
    const statements = all(at(root, 'BkToCstmrStmt'), 'Stmt')
    if (statements.length === 0) this.#refuse(root, 'there is no statement in it')
    return statements.flatMap((statement) => this.#statement(statement) ?? [])
  }

  #statement(statement: XmlElement): ReadStatement | undefined {
    const reference = textOf(at(statement, 'Id'))
    const account = textOf(at(statement, 'Acct', 'Id', 'IBAN')) || textOf(at(statement, 'Acct', 'Id', 'Othr', 'Id'))
    if (reference === '' || account === '') {
      this.#refuse(statement, 'the statement has no id, or no account')
      return undefined
    }
    if (reference.length > LONGEST_NAME || account.length > LONGEST_NAME) {
      this.#refuse(statement, `the id and the account of a statement have at most ${LONGEST_NAME} characters`)
      return undefined
    }
    const credits: ReadCredit[] = []
    let passedOver = 0
    for (const [index, entry] of all(statement, 'Ntry').entries()) {
      this.#entries += 1
      if (this.#entries > MOST_ENTRIES) {
        this.#refuse(entry, `a file has at most ${MOST_ENTRIES} entries`)
        return undefined
      }
      if (this.problems.length >= MOST_PROBLEMS) return undefined
      if (!isBookedCredit(entry)) passedOver += 1
      else credits.push(...this.#entry(entry, `${reference}/${textOf(at(entry, 'NtryRef')) || index + 1}`))
    }
    const currency = textOf(at(statement, 'Acct', 'Ccy')) || (credits[0]?.currency ?? '')
    return { account: account.replaceAll(' ', ''), reference, currency, credits, passedOver }
  }

  /** An entry is one credit, or one for each of its transactions where those say what they come to. */
  #entry(entry: XmlElement, position: string): ReadCredit[] {
    const money = this.#money(at(entry, 'Amt'))
    const bookedOn = dayOf(at(entry, 'BookgDt')) ?? dayOf(at(entry, 'ValDt'))
    if (money === undefined || bookedOn === undefined) {
      if (money !== undefined) this.#refuse(entry, 'the entry has no day of booking')
      return []
    }
    const reference = given(textOf(at(entry, 'AcctSvcrRef'))) ?? position
    const transactions = all(entry, 'NtryDtls').flatMap((details) => all(details, 'TxDtls'))
    const parts = transactions.map((transaction) => ({ transaction, money: partMoney(transaction) }))
    const sum = parts.reduce((total, part) => total + (part.money?.amount ?? 0n), 0n)
    const isSplit =
      parts.length > 1 &&
      sum === money.amount &&
      parts.every((part) => part.money?.currency === money.currency && part.money.amount > 0n)
    if (!isSplit) {
      return [{ ...money, bookedOn, reference, ...partiesOf(transactions, textOf(at(entry, 'AddtlNtryInf'))) }]
    }
    return parts.map((part, index) => {
      const own = given(textOf(at(part.transaction, 'Refs', 'AcctSvcrRef'))) ?? `${reference}/${index + 1}`
      return { ...money, amount: part.money!.amount, bookedOn, reference: own, ...partiesOf([part.transaction], '') }
    })
  }

  #money(element: XmlElement | undefined): { readonly currency: Currency; readonly amount: bigint } | undefined {
    const money = moneyOf(element)
    if (money !== undefined && money.amount > 0n && money.amount <= MOST_MONEY) return money
    this.#refuse(element, `${JSON.stringify(textOf(element).slice(0, 40))} is no amount of a known currency`)
    return undefined
  }

  #refuse(element: XmlElement | undefined, reason: string): void {
    this.problems.push({ line: element === undefined ? 1 : this.#lineOf(element.start), reason })
  }

  /** The parser counts bytes, or characters where there are only those: near enough to find the place. */
  #lineOf(offset: number): number {
    if (offset < this.#counted.offset) this.#counted = { offset: 0, line: 1 }
    let { line } = this.#counted
    for (let at = this.#text.indexOf('\n', this.#counted.offset); at >= 0 && at < offset; ) {
      line += 1
      at = this.#text.indexOf('\n', at + 1)
    }
    this.#counted = { offset, line }
    return line
  }
}

/** What fits into 64 bits with room to add up. */
const MOST_MONEY = 10n ** 15n

/** Booked, money that came in, and not the return of a payment of ours. */
function isBookedCredit(entry: XmlElement): boolean {
  const status = textOf(at(entry, 'Sts', 'Cd')) || textOf(at(entry, 'Sts'))
  return (
    textOf(at(entry, 'CdtDbtInd')) === 'CRDT' && status === 'BOOK' && !/^(true|1)$/.test(textOf(at(entry, 'RvslInd')))
  )
}

/** Version 08 has the amount of a transaction in `Amt`, version 02 in its details. */
function partMoney(transaction: XmlElement) {
  if (textOf(at(transaction, 'CdtDbtInd')) === 'DBIT') return undefined
  return moneyOf(at(transaction, 'Amt') ?? at(transaction, 'AmtDtls', 'TxAmt', 'Amt'))
}

function moneyOf(element: XmlElement | undefined) {
  const currency = parseCurrency(element?.attributes['Ccy'] ?? '')
  const amount = currency === undefined ? undefined : parseAmount(textOf(element), currency)
  return currency === undefined || amount === undefined ? undefined : { currency, amount }
}

function partiesOf(transactions: readonly XmlElement[], more: string) {
  const parties = transactions.map((transaction) => at(transaction, 'RltdPties')).filter((one) => one !== undefined)
  const remittances = transactions.map((transaction) => at(transaction, 'RmtInf')).filter((one) => one !== undefined)
  const structured = remittances.flatMap((remittance) => all(remittance, 'Strd'))
  const texts = [
    ...remittances.flatMap((remittance) => all(remittance, 'Ustrd').map(textOf)),
    ...structured.flatMap((part) => all(part, 'RfrdDocInf').map((info) => textOf(at(info, 'Nb')))),
    ...transactions.map((transaction) => given(textOf(at(transaction, 'Refs', 'EndToEndId'))) ?? ''),
    more,
  ]
  const accounts = parties.map(
    (party) => textOf(at(party, 'DbtrAcct', 'Id', 'IBAN')) || textOf(at(party, 'DbtrAcct', 'Id', 'Othr', 'Id')),
  )
  const payers = parties.map((party) => textOf(at(party, 'Dbtr', 'Nm')) || textOf(at(party, 'Dbtr', 'Pty', 'Nm')))
  return {
    payer: oneLine(firstOf(payers)),
    payerAccount: oneLine(firstOf(accounts)).replaceAll(' ', ''),
    remittance: oneLine(texts.filter((text) => text !== '').join(' ')),
    structuredReference: oneLine(firstOf(structured.map((part) => textOf(at(part, 'CdtrRefInf', 'Ref'))))),
  }
}

function firstOf(texts: readonly string[]): string {
  return texts.find((text) => text !== '') ?? ''
}

/** A reference, unless it says that there is none. */
function given(text: string): string | undefined {
  return text === '' || /^not[ _-]?provided$/i.test(text) ? undefined : text
}

function dayOf(element: XmlElement | undefined): Day | undefined {
  const text = textOf(at(element, 'Dt')) || textOf(at(element, 'DtTm')) || textOf(element)
  return parseDay(text.slice(0, 10))
}

function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1)
}

function all(parent: XmlElement | undefined, name: string): XmlElement[] {
  return (parent?.children ?? []).filter(
    (node): node is XmlElement => node instanceof XmlElement && localName(node) === name,
  )
}

function at(parent: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((element, name) => all(element, name)[0], parent)
}

/** The text of an element, not that of elements in it. */
function textOf(element: XmlElement | undefined): string {
  if (element === undefined || element.children.some((node) => node instanceof XmlElement)) return ''
  return element.text.trim()
}
