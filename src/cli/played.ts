/** A scenario that was played, of whatever kind. */
export interface Played {
  readonly path: string
  readonly title: string
  /** What it gives as JSON. */
  readonly document: object
  readonly differences: readonly string[]
  /** Whether something was refused that the scenario did not expect to be. */
  readonly isRefused: boolean
  print(explain: boolean): void
}
