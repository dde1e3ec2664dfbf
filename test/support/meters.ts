// What tests of usage sell and measure besides the small provider's catalogue.
import { countingIds, csv, load } from '../billing/provider.js'
import { type ApiAnswer, type ApiTest, type As, PLATFORM_ID } from './api.js'

export const HOURS = '018f0007-0000-7000-8000-000000000001'
export const TRAFFIC = '018f0007-0000-7000-8000-000000000002'
export const SPACE = '018f0007-0000-7000-8000-000000000003'
export const MESSAGES = '018f0007-0000-7000-8000-000000000004'

export const METERED_SKUS = csv(
  'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,flat,minimum_quantity,maximum_quantity,is_add_on,prerequisites',
  'PLAN,0001,Plan,Plan,LIND,Lindenhof,Plan,usage-plan,false,1,1,false,',
  'HOST,0001,Host,Host,LIND,Lindenhof,Plan,usage,false,1,1,false,',
  'MSGS,0001,Messages,Messages,TIDE,Tideway,Plan,metered-saas,true,1,1,false,PLAN:0001',
)

const PRICES = csv(
  'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price,erp_price',
  ...['EUR', 'USD', 'GBP'].flatMap((currency) =>
    ['PLAN 0', 'HOST 0', 'MSGS 99'].map((row) => {
      const [product, price] = row.split(' ')
      return `${product},0001,P1M,monthly,${currency},P1M,2025-01-01,,${price}.00,`
    }),
  ),
)

/** A meter of the plan that earns credit and gets cheaper, a shared one, and one of each other product. */
export const METERS = csv(
  'meter_id,product_id,sku_id,name,category,region,unit,pricing_currency,shared',
  `${HOURS},PLAN,0001,Hours,Compute,EU West,1 Hour,USD,false`,
  `${TRAFFIC},PLAN,0001,Traffic,Bandwidth,EU West,1 GB,USD,true`,
  `${SPACE},HOST,0001,Space,Hosting,,1 GB,EUR,false`,
  `${MESSAGES},MSGS,0001,Messages,Messages,,1 Message,EUR,false`,
)

export const USAGE_RATES = csv(
  'meter_id,currency,valid_from,included,earns_credit,from,unit_price',
  `${HOURS},USD,2026-01-01,0,true,0,0.1`,
  `${HOURS},USD,2026-01-01,0,true,100,0.08`,
  `${HOURS},USD,2026-03-20,0,true,0,0.09`,
  `${TRAFFIC},USD,2026-01-01,0,true,0,0`,
  `${TRAFFIC},USD,2026-01-01,0,true,5,0.087`,
  `${SPACE},EUR,2026-01-01,50,false,0,0.045`,
  `${SPACE},EUR,2026-01-01,50,false,1000,0.04`,
  `${SPACE},USD,2026-01-01,50,false,0,0.05`,
  `${SPACE},GBP,2026-01-01,50,false,0,0.04`,
  `${MESSAGES},EUR,2026-01-01,1000,false,0,0.009`,
  `${MESSAGES},GBP,2026-01-01,1000,false,0,0.008`,
)

export const EXCHANGE_RATES = csv(
  'month,from,to,rate,rate_date',
  '2026-03,USD,EUR,0.921234567890123,2026-02-27',
  '2026-03,USD,GBP,0.8,2026-02-27',
)

/** Posts a file of meters, rates or exchange rates, as the provider's operator unless said otherwise. */
export function importFile(
  api: ApiTest,
  kind: 'meters' | 'usagerates' | 'exchangerates',
  text: string,
  as: As = { account: PLATFORM_ID, roles: ['platform-operator'] },
): Promise<ApiAnswer> {
  return api.call(`/v1/platform/${kind}/import`, {
    ...as,
    method: 'POST',
    body: text,
    headers: { 'content-type': 'text/csv' },
  })
}

/** Adds all of it. */
export async function stockMeteredShop(api: ApiTest): Promise<void> {
  const ids = countingIds()
  const later = () => ids().replace('018f0009', '018f000c')
  await load(api.database(), { skus: METERED_SKUS, prices: PRICES }, later)
  for (const [kind, text] of [
    ['meters', METERS],
    ['usagerates', USAGE_RATES],
    ['exchangerates', EXCHANGE_RATES],
  ] as const) {
    const answer = await importFile(api, kind, text)
    if (answer.status !== 200) throw new Error(answer.text)
  }
}
