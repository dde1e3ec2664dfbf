/** Why a request did not succeed. */
export class Fault extends Error {
  /** HTTP status; 0 where the server was not reached. */
  readonly status: number
  /** The contract's number. */
  readonly code: number
  /** Our word for a refusal, such as `quantity-too-small`; empty where there is none. */
  readonly word: string
  /** What the refusal is about, such as the offer or the day. */
  readonly data: Readonly<Record<string, string | number>>
  /** Further sentences, such as one for each faulty field. */
  readonly details: readonly string[]
  /** After how many seconds it makes sense to try again. */
  readonly retryAfter: number | undefined

  constructor(
    message: string,
    facts: {
      status: number
      code?: number
      word?: string
      data?: Fault['data']
      details?: readonly string[]
      retryAfter?: number
    },
  ) {
    super(message)
    this.status = facts.status
    this.code = facts.code ?? 0
    this.word = facts.word ?? ''
    this.data = facts.data ?? {}
    this.details = facts.details ?? []
    this.retryAfter = facts.retryAfter
  }
}

/** The fault an answer tells of; whatever its body is. */
export async function faultOf(answer: Response): Promise<Fault> {
  const body = (await answer.json().catch(() => ({}))) as {
    code?: number
    description?: string
    data?: unknown[]
    refusal?: { code?: string; data?: Fault['data'] }
  }
  const wait = Number(answer.headers.get('retry-after'))
  const words = await dutchWords()
  const { code, data = {} } = body.refusal ?? {}
  const dutch = code === undefined ? undefined : words?.dutchRefusal(code, data)
  const english = body.description ?? `${answer.status} ${answer.statusText}`
  const said = dutch ?? words?.dutchSaid(english) ?? english
  const details = (body.data ?? []).map(sentenceOf)
  return new Fault(said, {
    status: answer.status,
    ...(body.code === undefined ? {} : { code: body.code }),
    ...(body.refusal?.code === undefined ? {} : { word: body.refusal.code }),
    ...(body.refusal?.data === undefined ? {} : { data: body.refusal.data }),
    details: words === undefined ? details : details.map((detail) => words.dutchSaid(detail)),
    ...(wait > 0 ? { retryAfter: wait } : {}),
  })
}

/** What else is said of a refusal: a text, or a fault of a file with its line. */
function sentenceOf(detail: unknown): string {
  const { line, reason } = Object(detail) as { readonly line?: unknown; readonly reason?: unknown }
  return line === undefined || reason === undefined ? String(detail) : `line ${line}, ${reason}`
}

/** The words for refusals in Dutch, on a Dutch page; they are rare, so that they are loaded for the first one. */
async function dutchWords(): Promise<typeof import('../words/refusals-dutch.js') | undefined> {
  if (document.documentElement.lang !== 'nl') return undefined
  return import('../words/refusals-dutch.js').catch(() => undefined)
}
