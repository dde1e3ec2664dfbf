import { type Day, parseDay } from '../../src/core/calendar/day.js'
import type { Charge } from '../../src/core/charging/charge.js'
import type { ReconLine } from '../../src/core/recon/recon-line.js'
import { parseScenario } from '../../src/core/scenario/parse-scenario.js'
import { simulate } from '../../src/core/scenario/simulate.js'

/** The whole of a line around a charge, for tests: whatever `changes` does not name. */
export function reconLineOf(
  charge: Charge,
  availability: ReconLine['availability'],
  changes: Partial<ReconLine> = {},
): ReconLine {
  return {
    partner: {
      partnerId: '018f0001-0000-7000-8000-000000000001',
      name: 'Alder Cloud',
      mpnId: '4390934',
      country: 'US',
      currency: availability.currency,
    },
    customer: {
      customerId: '018f0002-0000-7000-8000-000000000001',
      name: 'Baker, Smith & "Sons"',
      domainName: 'baker.example',
      country: 'DE',
      resellerMpnId: null,
    },
    subscription: {
      subscriptionId: '018f0003-0000-7000-8000-000000000001',
      orderId: 'ORDER-1',
      orderDate: day('2018-01-13'),
      friendlyName: null,
      parentSubscriptionId: null,
      sourceSubscriptionId: null,
      startDate: day('2018-01-13'),
      endDate: day('2019-01-13'),
      referenceId: null,
    },
    availability,
    product: {
      productTitle: 'Office',
      skuTitle: 'Office Suite',
      publisherName: 'Lindenhof',
      publisherId: 'LIND',
      unitType: 'License',
      isAddOn: false,
      isTrial: false,
    },
    charge,
    listed: charge,
    invoice: { number: 'D000000007', date: day('2018-02-15'), type: 'recurring' },
    tax: 0n,
    discount: null,
    usage: null,
    ...changes,
  }
}

/** The line as it would be with so much less charged, in minor units. */
export function reducedBy(line: ReconLine, amount: bigint): ReconLine {
  const charge = { ...line.charge, amount: line.charge.amount - amount }
  return { ...line, charge, discount: { promotionId: 'SPRING', description: 'Spring, for a test' } }
}

/** Lines for all charges of a scenario. */
export function reconLinesOf(
  scenario: Readonly<Record<string, unknown>>,
  changes: Partial<ReconLine> = {},
): ReconLine[] {
  const parsed = parseScenario({ title: 'For a test', ...scenario })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { files, later } = simulate(parsed.scenario)
  return [...files, ...later].flatMap(({ lines }) =>
    lines.map(({ charge, availability }) => reconLineOf(charge, availability, changes)),
  )
}

export function day(text: string): Day {
  return parseDay(text)!
}
