import { type Day, dayOf, formatDay, type Instant, MILLISECONDS_PER_DAY } from '../core/calendar/day.js'

/**
 * A value of a statement's `$1`... Arrays become PostgreSQL arrays (for `unnest($1::bigint[])`); bytes become bytea.
 * A Day, an Instant or JSON goes through `dayParameter`, `instantParameter` or `jsonParameter`: all three are plain
 * numbers or objects here, so PostgreSQL could not tell what is meant.
 */
export type Parameter = string | number | bigint | boolean | null | Uint8Array | readonly Parameter[]

/** The days PostgreSQL and this program both write with four digits of year: 0001-01-01 to 9999-12-31. */
export const FIRST_STORED_DAY: Day = dayOf(1, 1, 1)
export const LAST_STORED_DAY: Day = dayOf(9999, 12, 31)
const FIRST_STORED_INSTANT = FIRST_STORED_DAY * MILLISECONDS_PER_DAY
const LAST_STORED_INSTANT = (LAST_STORED_DAY + 1) * MILLISECONDS_PER_DAY - 1

/** The day itself where the store can keep it; throws outside the years 1 to 9999 and for fractions. */
export function storedDay(day: number): Day {
  if (!(Number.isInteger(day) && day >= FIRST_STORED_DAY && day <= LAST_STORED_DAY)) {
    throw new RangeError(`${day} is no day of the years 1 to 9999`)
  }
  return day as Day
}

/** The instant itself where the store can keep it; throws outside the years 1 to 9999 and for fractions. */
export function storedInstant(instant: number): Instant {
  if (!(Number.isInteger(instant) && instant >= FIRST_STORED_INSTANT && instant <= LAST_STORED_INSTANT)) {
    throw new RangeError(`${instant} is no instant of the years 1 to 9999`)
  }
  return instant as Instant
}

/** A day as a parameter for a `date`: `YYYY-MM-DD`. */
export function dayParameter(day: Day): string {
  return formatDay(storedDay(day))
}

/** An instant as a parameter for a `timestamptz`: `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export function instantParameter(instant: Instant): string {
  return new Date(storedInstant(instant)).toISOString()
}

/** A value as a parameter for a `jsonb`. Throws where JSON has no word for it (bigint, undefined, functions). */
export function jsonParameter(value: unknown): string {
  const text = JSON.stringify(value)
  if (text === undefined) throw new TypeError('this value has no JSON form')
  return text
}

/** The texts PostgreSQL reads. Numbers must be finite; anything that is no `Parameter` throws. */
export function encodeParameters(parameters: readonly Parameter[]): (string | null)[] {
  return parameters.map(encodeParameter)
}

function encodeParameter(value: Parameter): string | null {
  switch (typeof value) {
    case 'string':
      return value
    case 'bigint':
      return value.toString()
    case 'boolean':
      return value ? 't' : 'f'
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`${value} is no parameter: numbers must be finite`)
      return String(value)
  }
  if (value === null) return null
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`
  if (Array.isArray(value)) return `{${value.map(encodeElement).join(',')}}`
  throw new TypeError(`a parameter is text, a number, a boolean, bytes, null or an array of these, got ${typeof value}`)
}

function encodeElement(value: Parameter): string {
  const text = encodeParameter(value)
  if (text === null) return 'NULL'
  return Array.isArray(value) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** Turns PostgreSQL's text of a value that is not null into ours. */
export type Decoder = (text: string) => unknown

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const TIMESTAMPTZ = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?$/

function decodeDay(text: string): Day {
  const match = DATE.exec(text)
  if (match === null) throw new RangeError(`the date ${text} is outside the years 1 to 9999`)
  return dayOf(Number(match[1]), Number(match[2]), Number(match[3]))
}

function decodeInstant(text: string): Instant {
  const match = TIMESTAMPTZ.exec(text)
  if (match === null) throw new RangeError(`the instant ${text} is outside the years 1 to 9999`)
  const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]))
  const seconds = Number(match[4]) * 3_600 + Number(match[5]) * 60 + Number(match[6])
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'))
  const offset = (Number(match[9]) * 60 + Number(match[10] ?? '0')) * (match[8] === '-' ? -60_000 : 60_000)
  return (day * MILLISECONDS_PER_DAY + seconds * 1_000 + milliseconds - offset) as Instant
}

const asText: Decoder = (text) => text

// PostgreSQL's fixed type numbers (pg_type.oid): [type, its array type, decoder].
const TYPES: readonly (readonly [number, number, Decoder])[] = [
  [16, 1000, (text) => text === 't'], // bool
  [17, 1001, (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))], // bytea
  [20, 1016, BigInt], // int8
  [21, 1005, Number], // int2
  [23, 1007, Number], // int4
  [25, 1009, asText], // text
  [26, 1028, Number], // oid
  [114, 199, JSON.parse], // json
  [700, 1021, Number], // float4
  [701, 1022, Number], // float8
  [1042, 1014, asText], // char(n)
  [1043, 1015, asText], // varchar
  [1082, 1182, decodeDay], // date
  [1184, 1185, decodeInstant], // timestamptz
  [1700, 1231, asText], // numeric
  [2950, 2951, asText], // uuid
  [3802, 3807, JSON.parse], // jsonb
]

const DECODERS: ReadonlyMap<number, Decoder> = new Map(
  TYPES.flatMap(([type, array, decode]): [number, Decoder][] => [
    [type, (text) => decode(text)],
    [array, (text) => decodeArray(text, decode)],
  ]),
)

/**
 * How a column of a type (`pg_type.oid`) is decoded, the same on both drivers: int8 to bigint; int2, int4, oid and floats
 * to number; bool; bytea to Uint8Array; date to `Day`; timestamptz to `Instant` (microseconds are cut, toward the past);
 * json and jsonb parsed (numbers in them are floats: write exact ones as text); numeric, uuid and texts to string; and
 * arrays of these. Every other type stays PostgreSQL's text. Dates and instants outside the years 1 to 9999, the
 * infinities too, throw.
 */
export function decoderOf(type: number): Decoder {
  return DECODERS.get(type) ?? asText
}

/** Reads PostgreSQL's text of an array of any depth: `{1,NULL,"a \"b\""}`. */
function decodeArray(text: string, decode: Decoder): unknown[] {
  let position = text.indexOf('{') // an array whose bounds do not start at 1 begins with them: [0:1]={1,2}
  function element(): unknown {
    if (text[position] === '{') return list()
    const quoted = text[position] === '"'
    let value = ''
    if (quoted) {
      for (position += 1; text[position] !== '"'; position += 1) {
        if (text[position] === '\\') position += 1
        value += text[position]
      }
      position += 1
    } else {
      const start = position
      while (text[position] !== ',' && text[position] !== '}') position += 1
      value = text.slice(start, position)
    }
    return !quoted && value === 'NULL' ? null : decode(value)
  }
  function list(): unknown[] {
    const items: unknown[] = []
    while (text[position] !== '}' || items.length === 0) {
      position += 1 // the opening brace or a comma
      if (text[position] === '}') break
      items.push(element())
    }
    position += 1
    return items
  }
  return list()
}
