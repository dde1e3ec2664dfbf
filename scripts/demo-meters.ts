// What is measured in the demo's catalogue, what it costs, and invented exchange rates.
import { type Day, dayOf, formatDay } from '../src/core/calendar/day.js'
import { addMonths } from '../src/core/calendar/months.js'

type Prices = readonly (readonly [from: number, unitPrice: string])[]

interface DemoMeter {
  readonly sku: 'CLOU' | 'HOST' | 'MSGS'
  readonly name: string
  readonly category: string
  readonly subcategory: string
  readonly region?: string
  readonly unit: string
  readonly unitType?: string
  readonly service: string
  readonly type?: string
  readonly shared?: boolean
  readonly earnsCredit?: boolean
  readonly included?: string
  /** By currency: those of the first day, then those of later days. */
  readonly rates: Readonly<Record<string, readonly (readonly [validFrom: string, prices: Prices])[]>>
}

const BEGIN = '2017-01-01'
const flat = (price: string): readonly [string, Prices] => [BEGIN, [[0, price]]]
const usd = (...rows: readonly (readonly [string, Prices])[]) => ({ USD: rows })
/** Prices of the same tiers in three currencies. */
const everywhere = (
  ...rows: readonly (readonly [string, readonly (readonly [number, string, string, string])[]])[]
) => ({
  USD: rows.map(([from, tiers]) => [from, tiers.map(([start, price]) => [start, price] as const)] as const),
  EUR: rows.map(([from, tiers]) => [from, tiers.map(([start, , price]) => [start, price] as const)] as const),
  GBP: rows.map(([from, tiers]) => [from, tiers.map(([start, , , price]) => [start, price] as const)] as const),
})

const plan = { sku: 'CLOU', region: 'EU West', earnsCredit: true } as const
const hosting = { sku: 'HOST', region: 'EU West', service: 'Hosting', type: 'Shared hosting' } as const
const gateway = { sku: 'MSGS', service: 'Messages', category: 'Messages' } as const

const METERS: readonly DemoMeter[] = [
  {
    ...plan,
    ...{ name: 'S2 compute hours', category: 'Virtual Machines', subcategory: 'S series', unit: '1 Hour' },
    service: 'Compute',
    // A price that falls in the middle of a month.
    rates: usd(flat('0.096'), ['2019-03-16', [[0, '0.0864']]]),
  },
  {
    ...plan,
    ...{ name: 'M8 compute hours', category: 'Virtual Machines', subcategory: 'M series', unit: '1 Hour' },
    service: 'Compute',
    rates: usd(flat('0.384')),
  },
  {
    ...plan,
    ...{ name: 'S2 compute hours, spare capacity', category: 'Virtual Machines', subcategory: 'Spare capacity' },
    ...{ unit: '1 Hour', service: 'Compute', earnsCredit: false },
    rates: usd(flat('0.0201')),
  },
  {
    ...plan,
    ...{ name: 'Disk P20', category: 'Storage', subcategory: 'Disks', unit: '1/Month', service: 'Storage' },
    rates: usd(flat('73.22')),
  },
  {
    ...plan,
    ...{ name: 'Objects, data stored', category: 'Storage', subcategory: 'Objects', unit: '1 GB', service: 'Storage' },
    unitType: '1 GB/Month',
    rates: usd([
      BEGIN,
      [
        [0, '0.0208'],
        [51_200, '0.02'],
        [512_000, '0.0192'],
      ],
    ]),
  },
  {
    ...plan,
    ...{ name: 'Objects, write operations', category: 'Storage', subcategory: 'Objects', unit: '10K' },
    service: 'Storage',
    rates: usd(flat('0.0054')),
  },
  {
    ...plan,
    ...{ name: 'Data transfer out', category: 'Bandwidth', subcategory: 'Internet', unit: '1 GB', service: 'Network' },
    rates: usd([
      BEGIN,
      [
        [0, '0'],
        [5, '0.087'],
        [10_240, '0.083'],
        [51_200, '0.07'],
      ],
    ]),
  },
  {
    ...plan,
    ...{ name: 'Data transfer between regions', category: 'Bandwidth', subcategory: 'Regions', unit: '1 GB' },
    service: 'Network',
    rates: usd(flat('0.02')),
  },
  {
    ...plan,
    ...{ name: 'Public address hours', category: 'Network', subcategory: 'Addresses', unit: '1 Hour' },
    service: 'Network',
    rates: usd(flat('0.004')),
  },
  {
    ...plan,
    ...{ name: 'Database vCore hours', category: 'Databases', subcategory: 'General purpose', unit: '1 Hour' },
    service: 'Databases',
    rates: usd(flat('0.252187'), ['2019-06-01', [[0, '0.2749']]]),
  },
  {
    ...plan,
    ...{ name: 'Database storage', category: 'Databases', subcategory: 'Storage', unit: '1 GB' },
    ...{ unitType: '1 GB/Month', service: 'Databases' },
    rates: usd(flat('0.115')),
  },
  {
    ...plan,
    ...{ name: 'Log data taken in', category: 'Monitoring', subcategory: 'Logs', unit: '1 GB', service: 'Monitoring' },
    included: '5',
    shared: true,
    rates: usd([
      BEGIN,
      [
        [0, '2.76'],
        [1_000, '2.3'],
      ],
    ]),
  },
  {
    ...hosting,
    ...{ name: 'Web server hours', category: 'Hosting', subcategory: 'Web', unit: '1 Hour', included: '744' },
    rates: everywhere(
      [
        BEGIN,
        [
          [0, '0.02', '0.018', '0.016'],
          [2_000, '0.0175', '0.0158', '0.014'],
        ],
      ],
      [
        '2019-05-10',
        [
          [0, '0.0212', '0.019', '0.017'],
          [2_000, '0.0185', '0.0166', '0.0149'],
        ],
      ],
    ),
  },
  {
    ...hosting,
    ...{ name: 'Web space', category: 'Hosting', subcategory: 'Space', unit: '1 GB', included: '50' },
    unitType: '1 GB/Month',
    rates: everywhere([BEGIN, [[0, '0.05', '0.045', '0.04']]]),
  },
  {
    ...hosting,
    ...{ name: 'Web traffic', category: 'Hosting', subcategory: 'Traffic', unit: '1 GB', included: '100' },
    rates: everywhere([
      BEGIN,
      [
        [0, '0.12', '0.108', '0.096'],
        [1_000, '0.1', '0.09', '0.08'],
        [10_000, '0.07', '0.063', '0.056'],
      ],
    ]),
  },
  {
    ...hosting,
    ...{ name: 'Mailboxes', category: 'Hosting', subcategory: 'Mail', unit: '1 Mailbox', unitType: '1 Mailbox/Day' },
    rates: everywhere([BEGIN, [[0, '0.033333333333333', '0.03', '0.026666666666667']]]),
  },
  {
    ...gateway,
    ...{ name: 'Messages sent', subcategory: 'Text', unit: '1 Message', included: '10000' },
    rates: everywhere([
      BEGIN,
      [
        [0, '0.0075', '0.0068', '0.006'],
        [100_000, '0.006', '0.0054', '0.0048'],
      ],
    ]),
  },
  {
    ...gateway,
    ...{ name: 'Voice minutes', subcategory: 'Voice', unit: '1 Minute', included: '500' },
    rates: everywhere([BEGIN, [[0, '0.013', '0.0117', '0.0104']]]),
  },
]

/** A meter's id: its place in the list. */
function meterId(number: number): string {
  return `0160f000-3e7e-7000-8000-${number.toString(16).padStart(12, '0')}`
}

export const METER_COLUMNS = [
  ...['meter_id', 'product_id', 'sku_id', 'name', 'category', 'subcategory', 'region', 'unit', 'unit_type'],
  ...['service_name', 'service_type', 'metered_region', 'resource_sku', 'pricing_currency', 'shared'],
]

export function meterRows(): string[][] {
  return METERS.map((meter, index) => [
    ...[meterId(index + 1), meter.sku, '0001', meter.name, meter.category, meter.subcategory, meter.region ?? ''],
    ...[meter.unit, meter.unitType ?? meter.unit, meter.service, meter.type ?? meter.subcategory],
    ...[meter.region === undefined ? '' : meter.region.replace(' ', '').toUpperCase()],
    ...[meter.name.split(/,? /)[0]!.toUpperCase(), 'USD', String(meter.shared ?? false)],
  ])
}

export const USAGE_RATE_COLUMNS = [
  ...['meter_id', 'currency', 'valid_from', 'included', 'earns_credit', 'from', 'unit_price'],
]

export function usageRateRows(): string[][] {
  return METERS.flatMap(({ rates, included, earnsCredit }, index) =>
    Object.entries(rates).flatMap(([currency, rows]) =>
      rows.flatMap(([validFrom, prices]) =>
        prices.map(([from, price]) => [
          ...[meterId(index + 1), currency, validFrom, included ?? '0', String(earnsCredit ?? false)],
          ...[String(from), price],
        ]),
      ),
    ),
  )
}

export const EXCHANGE_RATE_COLUMNS = ['month', 'from', 'to', 'rate', 'rate_date']

const FIRST_MONTH = dayOf(2018, 1, 1)
const MONTHS = 30

/** How far from its mean a rate is in each month of a year, in millionths, so that it goes up and down. */
const WAVE = [0, 6_137, 14_412, 21_905, 26_248, 18_871, 9_514, -3_296, -12_083, -19_745, -15_362, -7_619]

function rateOf(mean: number, month: number): string {
  const drift = (month * 1_277) % 9_001
  return ((mean + WAVE[month % WAVE.length]! + drift) / 1_000_000).toFixed(6)
}

/** Rows of month, currencies, rate and its day: two working days before the end of the month before. */
export function exchangeRateRows(): string[][] {
  return Array.from({ length: MONTHS }, (_, index) => {
    const month = addMonths(FIRST_MONTH, index, 'clamp')
    const of = (currency: string, mean: number) => [
      ...[formatDay(month).slice(0, 7), 'USD', currency, rateOf(mean, index), formatDay(secondLastWorkingDay(month))],
    ]
    return [of('EUR', 872_000), of('GBP', 771_000)]
  }).flat()
}

function secondLastWorkingDay(month: Day): Day {
  let day = month
  for (let left = 2; left > 0; ) {
    day = (day - 1) as Day
    if (isWorkingDay(day)) left -= 1
  }
  return day
}

/** Monday to Friday; day 0 was a Thursday. */
function isWorkingDay(day: Day): boolean {
  return (day + 3) % 7 < 5
}
