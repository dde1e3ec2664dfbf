interface Reader {
  readonly pattern: RegExp
  readonly names: readonly string[]
}

const readers = new Map<string, Reader>()

/**
 * Reads back what was put into a template, such as the order of `There is no order {order}.`
 * @returns `undefined` for a text that is not of the template
 */
export function readBack(template: string, text: string): Readonly<Record<string, string>> | undefined {
  const reader = readers.get(template) ?? readerOf(template)
  readers.set(template, reader)
  const found = reader.pattern.exec(text)
  return found === null ? undefined : Object.fromEntries(reader.names.map((name, index) => [name, found[index + 1]!]))
}

function readerOf(template: string): Reader {
  const [start = '', ...rest] = template.split(/\{(\w+)\}/)
  const names = rest.filter((_, index) => index % 2 === 0)
  const between = rest.filter((_, index) => index % 2 === 1)
  const groups = between.map((fixed) => `([\\s\\S]*?)${escaped(fixed)}`).join('')
  return { pattern: new RegExp(`^${escaped(start)}${groups}$`), names }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
