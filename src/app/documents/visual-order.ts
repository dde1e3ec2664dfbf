import bidiFactory from 'bidi-js'

interface Bidi {
  /** One level for each unit of the text; odd ones go from right to left. */
  getEmbeddingLevels(text: string, direction: 'ltr'): { readonly levels: Uint8Array }
  getMirroredCharacter(character: string): string | null
}

// The package's types describe a default export, which Node gives as the module itself.
const openBidi = bidiFactory as unknown as () => Bidi

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/** A stretch of text that is written in one direction. */
export interface Stretch {
  readonly text: string
  readonly rightToLeft: boolean
}

let bidi: Bidi | undefined

/** The stretches of a line from left to right as they are seen; the text of each stays in the order it is read. */
export function visualOrderOf(text: string): Stretch[] {
  if (!RIGHT_TO_LEFT.test(text)) return text === '' ? [] : [{ text, rightToLeft: false }]
  bidi ??= openBidi()
  const { levels } = bidi.getEmbeddingLevels(text, 'ltr')
  const runs: { text: string; level: number }[] = []
  for (let index = 0; index < text.length; index++) {
    const level = levels[index]!
    const last = runs.at(-1)
    if (last !== undefined && last.level === level) last.text += text[index]
    else runs.push({ text: text[index]!, level })
  }
  return reorder(runs).map(({ text: part, level }) => ({ text: part, rightToLeft: level % 2 === 1 }))
}

/** The letters of a stretch from right to left in the order they are seen, with brackets turned. */
export function reversed(text: string): string {
  bidi ??= openBidi()
  return [...text]
    .reverse()
    .map((character) => bidi?.getMirroredCharacter(character) ?? character)
    .join('')
}

/** Rule L2 of the Unicode Bidirectional Algorithm, on whole runs: from the highest level down to the lowest odd one. */
function reorder<Run extends { readonly level: number }>(runs: readonly Run[]): Run[] {
  const order = [...runs]
  const highest = Math.max(...order.map(({ level }) => level))
  for (let level = highest; level >= 1; level--) {
    for (let start = 0; start < order.length; start++) {
      if (order[start]!.level < level) continue
      let end = start
      while (end + 1 < order.length && order[end + 1]!.level >= level) end++
      order.splice(start, end - start + 1, ...order.slice(start, end + 1).reverse())
      start = end
    }
  }
  return order
}
