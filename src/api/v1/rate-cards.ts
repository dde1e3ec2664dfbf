import type { z } from 'zod'
import { usualCurrencyOf } from '../../app/country-currency.js'
import { type PricedMeter, pricedMeters, tagsOf } from '../../app/usage/rate-card.js'
import { type Day, formatDay } from '../../core/calendar/day.js'
import { dayOfInstant } from '../../core/calendar/instant.js'
import { formatDecimal } from '../../core/money/decimal.js'
import { findCountry } from '../../core/ordering/countries.js'
import { EARNED_CREDIT_PERCENTAGE } from '../../core/rating/meter.js'
import { accept, refuse } from '../../core/refusal.js'
import { type Call, endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { rateCardQuery, rateCardSchema } from '../schema/meter.js'

type CardCall = Call<undefined, z.output<typeof rateCardQuery>, undefined>

/**
 * Country and currency of a card. What is asked for goes first; where neither is, the country of the language the client
 * names, in its usual currency; and otherwise those of the partner.
 */
function placeOf({ query, request, account }: CardCall) {
  const own = account!
  const sent = request.headers['x-locale']
  const named =
    typeof sent === 'string' ? findCountry(/-([A-Za-z]{2})$/.exec(sent)?.[1]?.toUpperCase() ?? '') : undefined
  if (query.region === undefined && query.currency === undefined && named !== undefined) {
    return { country: named.code, currency: usualCurrencyOf(named.code) }
  }
  return { country: query.region?.toUpperCase() ?? own.country, currency: query.currency ?? own.currency }
}

async function answerCard(call: CardCall, shared: boolean) {
  const { country, currency } = placeOf(call)
  if (findCountry(country) === undefined) {
    return refuse('malformed', { what: 'region', problem: `there is no country ${country}` })
  }
  const day = dayOfInstant(call.now)
  const priced = await pricedMeters(call.session, call.account!, { country, currency, day })
  const meters = priced.filter(({ meter }) => meter.shared === shared)
  return accept({
    locale: call.request.locale,
    currency,
    isTaxIncluded: false,
    meters: meters.map(presentPriced),
    offerTerms: offerTermsOf(meters),
    links: selfLink(call.request.uri),
    attributes: attributes('AzureRateCard'),
  })
}

function presentPriced(priced: PricedMeter) {
  const { meter, rate } = priced
  return {
    id: meter.meterId,
    name: meter.name,
    rates: Object.fromEntries(
      rate.tiers.map(({ from, unitPrice }) => [String(Number(formatDecimal(from))), Number(formatDecimal(unitPrice))]),
    ),
    tags: tagsOf(priced),
    category: meter.category,
    subcategory: meter.subcategory,
    region: meter.region,
    unit: meter.unit,
    includedQuantity: Number(formatDecimal(rate.included)),
    effectiveDate: wireDay(rate.validFrom),
  }
}

/** The partner's earned credit, where a meter of the card earns it, and the meters that do not. */
function offerTermsOf(meters: readonly PricedMeter[]) {
  const earning = meters.filter(({ rate }) => rate.earnsCredit)
  if (earning.length === 0) return []
  const first = earning.map(({ rate }) => rate.validFrom).reduce((least, day) => (day < least ? day : least))
  return [
    {
      name: 'Partner earned credit for services managed',
      discount: EARNED_CREDIT_PERCENTAGE / 100,
      excludedMeterIds: meters.filter(({ rate }) => !rate.earnsCredit).map(({ meter }) => meter.meterId),
      effectiveDate: wireDay(first),
    },
  ]
}

function wireDay(day: Day): string {
  return `${formatDay(day)}T00:00:00Z`
}

const CARD = {
  method: 'GET',
  group: 'Price lists',
  capability: 'price.read',
  userOnly: true,
  query: rateCardQuery,
  response: rateCardSchema,
} as const

export const RATE_CARD_ENDPOINTS = [
  endpoint({
    id: 'azure-rate-card',
    path: '/v1/ratecards/azure',
    summary: 'What meters cost today, in a currency and country.',
    ...CARD,
    handle: (call) => answerCard(call, false),
  }),
  endpoint({
    id: 'azure-shared-rate-card',
    path: '/v1/ratecards/azure-shared',
    summary: 'What meters of shared services cost today, in a currency and country.',
    ...CARD,
    handle: (call) => answerCard(call, true),
  }),
]
