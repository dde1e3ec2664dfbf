import { type LinkProof, type LinkWords, linkHolds, signLink } from '../../app/signed-links.js'
import { PLATFORM_ID, type Scope, type Session } from '../../app/use-case.js'
import type { Instant } from '../../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'

/** How long a link to a file opens it. */
const LINK_MILLISECONDS = 30 * 60_000

/** What a query says that came by a link. */
interface LinkQuery {
  readonly account: string | undefined
  readonly expires: string | undefined
  readonly signature: string | undefined
}

interface Caller {
  readonly session: Session
  readonly scope: Scope
  readonly systemNow: Instant
}

/** Whose file is read. */
export type FileReader = Pick<Caller, 'session' | 'scope'>

type DocumentQuery = LinkQuery & { readonly format?: string | undefined; readonly language?: string | undefined }

/** Where the PDF of an invoice can be read for half an hour, with a token or without: relative, as links of the contract are. */
export async function documentLink(caller: Caller, number: string): Promise<string> {
  const { accountId } = caller.scope
  return signedUri(caller, `/invoices/${number}/documents/statement`, documentWords(accountId, number, {}))
}

/** Who reads a document: the caller, or whoever a link was made for. Refused where the link does not hold for it. */
export function documentReaderOf(caller: Caller, number: string, query: DocumentQuery): Promise<Outcome<FileReader>> {
  return readerOf(caller, query, (accountId) => documentWords(accountId, number.toUpperCase(), query))
}

function documentWords(
  accountId: string,
  number: string,
  { format = 'pdf', language = '' }: Pick<DocumentQuery, 'format' | 'language'>,
): LinkWords {
  return ['document', accountId, number, format, language]
}

/** Where a part of an export can be downloaded for half an hour, with a token or without. */
export async function partLink(caller: Caller, exportId: string, partNumber: number): Promise<string> {
  const { accountId } = caller.scope
  return signedUri(caller, `/exports/${exportId}/parts/${partNumber}`, partWords(accountId, exportId, partNumber))
}

/** Who downloads a part: the caller, or whoever a link was made for. */
export function partReaderOf(
  caller: Caller,
  exportId: string,
  partNumber: number,
  query: LinkQuery,
): Promise<Outcome<FileReader>> {
  return readerOf(caller, query, (accountId) => partWords(accountId, exportId, partNumber))
}

function partWords(accountId: string, exportId: string, partNumber: number): LinkWords {
  return ['export', accountId, exportId, String(partNumber)]
}

async function signedUri({ session, scope, systemNow }: Caller, uri: string, words: LinkWords): Promise<string> {
  const proof = await signLink(session, words, LINK_MILLISECONDS, systemNow)
  return `${uri}?${new URLSearchParams({ account: scope.accountId, ...proof })}`
}

async function readerOf(
  { session, scope, systemNow }: Caller,
  { account, expires, signature }: LinkQuery,
  wordsFor: (accountId: string) => LinkWords,
): Promise<Outcome<FileReader>> {
  // Who has a token acts for an account; nobody else gets here without a signature.
  if (scope.accountId !== PLATFORM_ID) return accept({ session, scope })
  if (account === undefined || expires === undefined || signature === undefined) return refuse('link-expired')
  const proof: LinkProof = { expires, signature }
  if (!(await linkHolds(session, wordsFor(account), proof, systemNow))) return refuse('link-expired')
  return accept({ session, scope: { accountId: account, partnerIds: [account], resellerMpnId: null } })
}
