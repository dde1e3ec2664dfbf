const LAST_MARK = /[.,](?=\d{1,4}$)/
const GROUPED = /^\d{1,3}(?:([.,\s])\d{3})+$/

/**
 * An amount as a person types it, in either way of writing, as the API reads it: `1.234,50` and `1,234.50` are both
 * `1234.50`. What cannot be read stays as it is, for the server to say so.
 */
export function decimalText(typed: string): string {
  const text = typed.trim().replace(/[\s\u00a0\u202f]/g, '')
  const sign = /^[-−]/.test(text) ? '-' : ''
  const digits = text.replace(/^[-−+]/, '')
  if (!/^[\d.,]+$/.test(digits)) return typed.trim()
  const marks = new Set(digits.replace(/\d/g, ''))
  // One kind of mark, with three digits after each: thousands, where there are several of them.
  if (GROUPED.test(digits) && marks.size === 1 && digits.replace(/\d/g, '').length > 1) {
    return sign + digits.replace(/[.,]/g, '')
  }
  // One mark with three digits after it may be either: no amount, so that the server asks for a clear one.
  if (/^\d{1,3}[.,]\d{3}$/.test(digits)) return `${sign}${digits.replace('.', ',')}`
  const at = digits.search(LAST_MARK)
  if (at < 0) return sign + digits
  return `${sign}${digits.slice(0, at).replace(/[.,]/g, '')}.${digits.slice(at + 1)}`
}
