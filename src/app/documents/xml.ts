import XMLBuilder from 'fast-xml-builder'

/** A part of an XML document: names with `@` are attributes, `#text` is the text beside them, a list repeats its name. */
export interface XmlTree {
  readonly [name: string]: XmlValue
}
export type XmlValue = string | XmlTree | readonly (string | XmlTree)[] | undefined

/** An element that is written although there is nothing in it. */
export const EMPTY: XmlTree = {}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressBooleanAttributes: false,
  format: true,
  indentBy: '  ',
})

/** The document with this root, in UTF-8; elements without text, attributes and children are left out. */
export function writeXml(root: XmlTree): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(prune(root) ?? {}).trim()}\n`
}

/**
 * Text as XML can hold it: no control characters, no halves of characters, blanks as single spaces. What stands for
 * nothing becomes the replacement character, so that something is seen.
 */
export function xmlText(text: string): string {
  return text
    .replace(/[\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

function prune(value: XmlValue): XmlTree | string | readonly (string | XmlTree)[] | undefined {
  if (value === undefined) return undefined
  if (value === EMPTY) return ''
  if (typeof value === 'string') return xmlText(value) || undefined
  if (isList(value)) {
    const kept = value.map(prune).filter((item) => item !== undefined) as (string | XmlTree)[]
    return kept.length === 0 ? undefined : kept
  }
  const kept: [string, XmlValue][] = Object.entries(value)
    .map(([name, child]): [string, XmlValue] => [name, prune(child)])
    .filter(([, child]) => child !== undefined)
  const saysSomething = kept.some(([name]) => !name.startsWith('@'))
  return saysSomething ? Object.fromEntries(kept) : undefined
}

function isList(value: XmlTree | readonly (string | XmlTree)[]): value is readonly (string | XmlTree)[] {
  return Array.isArray(value)
}
