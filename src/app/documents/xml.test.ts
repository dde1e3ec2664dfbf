import { parseXml } from '@rgrove/parse-xml'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY, writeXml, xmlText } from './xml.js'

describe('writeXml', () => {
  it('leaves out what says nothing', () => {
    const xml = writeXml({
      a: { '@id': '1', b: '', c: { '@x': '1', '#text': ' ' }, d: [], e: { f: undefined }, g: EMPTY, h: ['1', ''] },
    })
    expect(xml).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a id="1">\n  <g></g>\n  <h>1</h>\n</a>\n')
  })

  it('holds any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, attribute) => {
        fc.pre(xmlText(text) !== '')
        const root = parseXml(writeXml({ a: { '@b': attribute, '#text': text } })).root!
        expect(root.text.trim()).toBe(xmlText(text))
        expect(root.attributes['b'] ?? '').toBe(xmlText(attribute))
      }),
    )
  })

  it('replaces what XML cannot hold', () => {
    expect(xmlText(' a\u0000b\r\n\tc\uD800\uFFFE ')).toBe('a b c\uFFFD\uFFFD')
  })
})
