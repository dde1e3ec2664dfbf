import { type BinaryRow, BinaryRowReader } from './binary-copy.js'

/**
 * The rows of a binary COPY, one at a time, decoded a few hundred ahead: so that several sorted copies can be walked
 * side by side while their rows die young.
 */
export class RowQueue<T> {
  readonly #chunks: readonly Uint8Array[]
  readonly #reader: BinaryRowReader
  #ready: T[] = []
  #position = 0
  #next = 0

  private constructor(chunks: readonly Uint8Array[], fields: number, read: (row: BinaryRow) => T) {
    this.#chunks = chunks
    this.#reader = new BinaryRowReader(fields, (row) => this.#ready.push(read(row)))
  }

  /** Takes the whole copy in as bytes; throws where it broke off. */
  static async open<T>(
    bytes: AsyncIterable<Uint8Array>,
    fields: number,
    read: (row: BinaryRow) => T,
  ): Promise<RowQueue<T>> {
    const chunks: Uint8Array[] = []
    for await (const chunk of bytes) chunks.push(chunk)
    return new RowQueue(chunks, fields, read)
  }

  /** The next row without taking it; `undefined` at the end. */
  peek(): T | undefined {
    while (this.#position === this.#ready.length) {
      const chunk = this.#chunks[this.#next]
      if (chunk === undefined) return undefined
      this.#next += 1
      this.#ready = []
      this.#position = 0
      this.#reader.push(chunk)
      if (this.#next === this.#chunks.length) this.#reader.finish()
    }
    return this.#ready[this.#position]
  }

  take(): T | undefined {
    const row = this.peek()
    if (row !== undefined) this.#position += 1
    return row
  }
}
