// XML as a tree of elements, read by a parser that is not the builder's.
import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'

export interface Element {
  /** With its prefix; the elements of UBL's root have none. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  /** Of elements without children. */
  readonly text: string
}

export function readXml(text: string): Element {
  const root = parseXml(text).root
  if (root === null) throw new Error('no root element')
  return elementOf(root)
}

/** Every element a path of names leads to: `cac:Party/cbc:Name`. */
export function findAll(element: Element, path: string): Element[] {
  return path
    .split('/')
    .reduce<readonly Element[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [element],
    ) as Element[]
}

/** The text a path leads to; empty where there is no such element. */
export function textAt(element: Element, path: string): string {
  return findAll(element, path)[0]?.text ?? ''
}

export function everyElement(element: Element): Element[] {
  return [element, ...element.children.flatMap(everyElement)]
}

/** One line for each element that says something, in the order of the file: what two files must share to say the same. */
export function linesOf(element: Element, above = ''): string[] {
  const path = `${above}/${element.name}`
  const attributes = Object.entries(element.attributes)
    .filter(([name]) => !name.startsWith('xmlns'))
    .map(([name, value]) => `@${name}=${value}`)
  const own = element.children.length === 0 ? [[path, ...attributes, element.text].join(' ')] : []
  return [...own, ...element.children.flatMap((child) => linesOf(child, path))]
}

function elementOf(element: XmlElement): Element {
  const children = element.children.filter((child): child is XmlElement => child instanceof XmlElement)
  const texts = element.children.filter((child): child is XmlText => child instanceof XmlText)
  return {
    name: element.name,
    attributes: element.attributes,
    children: children.map(elementOf),
    text: children.length === 0 ? texts.map(({ text }) => text).join('') : '',
  }
}
