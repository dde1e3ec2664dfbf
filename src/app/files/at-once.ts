import { type Outcome, refuse } from '../../core/refusal.js'

/** Work of which only so much is done at once in this process; what is more is refused, to be asked for again. */
export class AtOnce {
  readonly #most: number
  #count = 0

  constructor(most: number) {
    this.#most = most
  }

  async run<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    if (this.#count >= this.#most) return refuse('documents-busy', { seconds: 5 })
    this.#count += 1
    try {
      return await work()
    } finally {
      this.#count -= 1
    }
  }
}
