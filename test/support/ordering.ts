// What tests of carts and orders sell besides the small provider's catalogue, and short ways to ask for it.
import { currentCatalog } from '../../src/app/current-catalog.js'
import { itemIdOf } from '../../src/app/find-catalog-item.js'
import { countingIds, csv, load } from '../billing/provider.js'
import type { ApiTest, As } from './api.js'

/** Legacy offers, in capitals as answers print them. */
export const POST_OFFER = '1A2B3C4D-0000-4000-8000-00000000A001'
const POST_PLUS_OFFER = '1A2B3C4D-0000-4000-8000-00000000A00B'
export const POST_ARCHIVE_OFFER = '1A2B3C4D-0000-4000-8000-00000000A009'

const PUBLISHERS = csv(
  'publisher_id,name,is_provider,setup_url',
  'TIDE,Tideway,false,https://setup.tideway.example.net/start?id={subscription}',
)

const SKUS = csv(
  `product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,minimum_quantity,maximum_quantity,is_add_on,offer_id,add_on_bases,attestation_required,needs_activation,limit,limit_count,trial,is_trial,conversion_targets`,
  `POST,0001,Post,Post Basic,LIND,Lindenhof,License,license,1,300,false,${POST_OFFER},,false,false,,,,false,`,
  `POSA,0001,Post,Post Archive,LIND,Lindenhof,License,license,2,300,true,${POST_ARCHIVE_OFFER},POST:0001,false,false,,,,false,`,
  `POSP,0001,Post,Post Plus,LIND,Lindenhof,License,license,1,300,false,${POST_PLUS_OFFER},,false,false,,,,false,`,
  'PTRY,0001,Post,Post Trial,LIND,Lindenhof,License,license,25,25,false,,,false,false,lifetime,1,P30D,true,POST:0001',
  'PLUS,0001,Suite add-on,Suite Extra,LIND,Lindenhof,License,new-commerce,1,300,true,,SUIT:0001,false,false,,,,false,',
  'DESK,0001,Desk,Cloud Desk,LIND,Lindenhof,License,new-commerce,1,300,false,,,true,false,,,,false,',
  'WAVE,0001,Wave,Wave CRM,TIDE,Tideway,User,saas,1,300,false,,,false,true,,,,false,',
)

const PRICES = csv(
  'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price,erp_price',
  ...['EUR', 'GBP'].flatMap((currency) =>
    [
      'POST P1Y monthly 4',
      'POST P1Y annual 4',
      'POSP P1Y monthly 6',
      'POSA P1Y monthly 2',
      'POSA P1Y annual 2',
      'PTRY P1Y monthly 4',
      'PLUS P1Y monthly 3',
      'PLUS P1Y annual 3',
      'DESK P1Y monthly 30',
      'WAVE P1Y monthly 8',
    ].map((row) => {
      const [product, term, cycle, price] = row.split(' ')
      return `${product},0001,${term},${cycle},${currency},P1M,2025-01-01,,${price}.00,${price}.50`
    }),
  ),
)

/** Adds those SKUs. */
export async function stockShop(api: ApiTest): Promise<void> {
  const ids = countingIds()
  const later = () => ids().replace('018f0009', '018f000a')
  await load(api.database(), { publishers: PUBLISHERS, skus: SKUS, prices: PRICES }, later)
}

/** The catalogue item of a product in a currency; a legacy offer's is its GUID. */
export async function itemOf(api: ApiTest, productId: string, currency = 'EUR'): Promise<string> {
  const catalog = await currentCatalog(api.database())
  const found = [...catalog.availabilities.values()].find(
    (one) => one.productId === productId && one.currency === currency,
  )
  return itemIdOf(catalog, found!.id)
}

/** Records that the customer accepted the agreement, as its partner does. */
export async function confirmAgreement(api: ApiTest, customerId: string, as: As = {}): Promise<void> {
  const templates = await api.call('/v1/agreements?agreementType=MicrosoftCustomerAgreement', as)
  const answer = await api.call(`/v1/customers/${customerId}/agreements`, {
    ...as,
    body: {
      primaryContact: { firstName: 'Ada', lastName: 'Example', email: 'ada@example.net' },
      templateId: templates.body.items[0].templateId,
      dateAgreed: '2026-01-05T00:00:00Z',
      type: 'MicrosoftCustomerAgreement',
    },
  })
  if (answer.status !== 201) throw new Error(answer.text)
}

/** How many rows of a table there are. */
export async function countOf(api: ApiTest, table: string): Promise<number> {
  const { rows } = await api.database().query<{ count: bigint }>(`select count(*) as count from ${table}`)
  return Number(rows[0]!.count)
}
