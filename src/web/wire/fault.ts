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
  const said = (await translated(body.refusal)) ?? body.description ?? `${answer.status} ${answer.statusText}`
  return new Fault(said, {
    status: answer.status,
    ...(body.code === undefined ? {} : { code: body.code }),
    ...(body.refusal?.code === undefined ? {} : { word: body.refusal.code }),
    ...(body.refusal?.data === undefined ? {} : { data: body.refusal.data }),
    details: (body.data ?? []).map(String),
    ...(wait > 0 ? { retryAfter: wait } : {}),
  })
}

/** A refusal in the language of the page; `undefined` where that is the server's own. */
async function translated(refusal: { code?: string; data?: Fault['data'] } | undefined): Promise<string | undefined> {
  if (refusal?.code === undefined || document.documentElement.lang !== 'nl') return undefined
  // Refusals are rare: their words are loaded for the first one.
  const words = await import('../words/refusals-dutch.js').catch(() => undefined)
  return words?.dutchRefusal(refusal.code, refusal.data ?? {})
}
