const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 22

/** A new order id: the 128 bits of a new id in 22 digits and letters, in order of time. */
export function newOrderId(newId: () => string): string {
  let rest = BigInt(`0x${newId().replaceAll('-', '')}`)
  let text = ''
  for (let place = 0; place < LENGTH; place += 1) {
    text = DIGITS[Number(rest % 62n)]! + text
    rest /= 62n
  }
  return text
}
