import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { currentCatalog } from '../../src/app/current-catalog.js'
import { asOwner, load } from '../billing/provider.js'
import samples from '../contract/samples.json' with { type: 'json' }
import { misfits, type Shape } from '../contract/shape.js'
import {
  type ApiTest,
  CUSTOMER,
  DIRECT,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  OTHER_CUSTOMER,
  PROVIDER_CUSTOMER,
  RESELLER,
  RESELLER_CUSTOMER,
} from '../support/api.js'

const PUBLISHERS = `publisher_id,name,is_provider,setup_url,countries,channel_excluded
LIND,Lindenhof,true,,,
HARB,Harbour,false,https://setup.example.net/{subscription},,
LOCL,Local Apps,false,,US;CA,
SHUT,Shut Shop,false,,,true
`
const OFFER = '0190aaaa-0000-7000-8000-00000000a001'
const ADD_ON_OFFER = '0190aaaa-0000-7000-8000-00000000a002'
const TRIAL_OFFER = '0190aaaa-0000-7000-8000-00000000a003'
const SKUS = `product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,minimum_quantity,maximum_quantity,is_add_on,category,offer_id,is_trial,trial,limit,limit_count,countries,exclusive_partners,add_on_bases,prerequisites,conversion_targets,upgrade_targets,withdrawn_on,transactable,channel_excluded,attestation_required,needs_activation
DESK,0001,Desk,Desk Small,LIND,Lindenhof,License,license,1,300,false,Small business,${OFFER},false,,concurrent,2,,,,,,DESK:0009,,,,true,
DESK,0002,Desk,Desk Fax,LIND,Lindenhof,License,license,1,300,true,,${ADD_ON_OFFER},false,,,,,,DESK:0001,,,,,,,,
DESK,0003,Desk,Desk Trial,LIND,Lindenhof,License,license,25,25,false,Trial,${TRIAL_OFFER},true,P30D,lifetime,1,,,,,DESK:0001,,,,,,
LOCL,0001,Local,Local App,LOCL,Local Apps,User,saas,1,300,false,,,false,,,,,,,,,,,,,,
SHUT,0001,Shut,Shut App,SHUT,Shut Shop,User,saas,1,300,false,,,false,,,,,,,,,,,,,,
EXCL,0001,Exclusive,Exclusive App,HARB,Harbour,User,saas,1,300,false,,,false,,,,,${OTHER},,,,,,,,,
GONE,0001,Gone,Gone App,HARB,Harbour,User,saas,1,300,false,,,false,,,,,,,,,,2026-03-01,,,,
TALK,0001,Talk,Talk to us,HARB,Harbour,User,saas,1,300,false,,,false,,,,,,,,,,,false,,,
NEED,0001,Need,Needs Suite,LIND,Lindenhof,License,new-commerce,1,300,false,,,false,,,,,,,SUIT:0001,,,,,,,
ISVA,0001,Isva,Isva App,HARB,Harbour,User,saas,1,300,false,,,false,,,,NL;GB;US,,,,,,,,,,true
SCHO,0001,School,School Suite,LIND,Lindenhof,License,new-commerce,1,300,false,,,false,,,,,,,,,,,,,,
TALL,0001,Tall,No price,LIND,Lindenhof,License,saas,1,300,false,,,false,,,,,,,,,,,,,,
`
function pricesOf(rows: readonly (readonly [sku: string, term: string, market?: string, segment?: string])[]): string {
  const header =
    'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price,erp_price,market,segment'
  const lines = rows.flatMap(([sku, term, market = '', segment = '']) =>
    ['EUR', 'USD', 'GBP'].map(
      (currency) => `${sku.replace(':', ',')},${term},monthly,${currency},P1M,2025-01-01,,8.50,,${market},${segment}`,
    ),
  )
  return `${[header, ...lines].join('\n')}\n`
}
const PRICES = pricesOf([
  ['DESK:0001', 'P1Y'],
  ['DESK:0001', 'P1Y', '', 'nonprofit'],
  ['DESK:0002', 'P1Y'],
  ['DESK:0003', 'P1Y'],
  ['LOCL:0001', 'P1M'],
  ['SHUT:0001', 'P1M'],
  ['EXCL:0001', 'P1M'],
  ['GONE:0001', 'P1M'],
  ['TALK:0001', 'P1M'],
  ['NEED:0001', 'P1M'],
  ['ISVA:0001', 'P1M', 'NL'],
  ['SCHO:0001', 'P1M', '', 'education'],
])

const OFFER_ID = OFFER.toUpperCase()

function shapeOf(endpoint: string): Shape {
  const sample = (samples as unknown as readonly { endpoint: string; response: Shape }[]).find(
    (one) => one.endpoint === endpoint,
  )
  if (sample === undefined) throw new Error(`there is no sample of ${endpoint}`)
  return sample.response
}

async function loadExtras(api: ApiTest): Promise<void> {
  await load(api.database(), { publishers: PUBLISHERS, skus: SKUS, prices: PRICES }, randomUUID)
}

/** Buys through the ledger's own import, on the day before. */
async function own(api: ApiTest, number: number, sku: string, events: readonly string[] = []): Promise<string> {
  const id = `018f0003-0000-7000-8000-0000000000${number}`
  const [product, name] = sku.split(':')
  const header =
    'partner_id,subscription_id,customer_id,order_id,friendly_name,parent_subscription_id,source_subscription_id,at,event,quantity,product_id,sku_id,term,billing_cycle,currency,at_renewal,auto_renew,new_subscription_id'
  const purchase = `${DIRECT},${id},${CUSTOMER},O-${number},,,,2026-03-01,purchase,25,${product},${name},P1Y,monthly,EUR,,,`
  const later = events.map((event) => `${DIRECT},${id},,,,,,2026-03-05,${event},,,,,,,,,`)
  await load(api.database(), { subscriptions: `${[header, purchase, ...later].join('\n')}\n` })
  return id
}

describeApi('the offers API', (api) => {
  beforeAll(() => loadExtras(api))

  it('lists the categories in which there are offers', async () => {
    const answer = await api.call('/v1/offercategories?country=nl', { headers: { 'X-Locale': 'nl-NL' } })
    expect(answer.status).toBe(200)
    expect(misfits(shapeOf('offer-categories'), answer.body)).toEqual([])
    expect(answer.body.items.map((item: { id: string }) => item.id)).toEqual(['enterprise', 'small_business', 'trial'])
    expect(answer.body.items[0]).toMatchObject({ name: 'Enterprise', rank: 10, locale: 'nl-NL', country: 'NL' })
  })

  it('lists the SKUs that have a legacy offer', async () => {
    const answer = await api.call('/v1/offers?country=NL')
    expect(answer.status).toBe(200)
    expect(answer.body.items.map((item: { name: string }) => item.name)).toEqual([
      'Desk Small',
      'Desk Fax',
      'Desk Trial',
    ])
    const [desk, fax, trial] = answer.body.items
    expect(desk).toMatchObject({
      id: OFFER_ID,
      minimumQuantity: 1,
      maximumQuantity: 300,
      billing: 'license',
      supportedBillingCycles: ['monthly'],
      hasAddOns: true,
      isAddOn: false,
      isAvailableForPurchase: true,
      isTrial: false,
      limit: 2,
      limitUnitOfMeasure: 'concurrent',
      attestationProperties: { enforceAttestation: true },
      reselleeQualifications: ['nonprofit'],
      links: { self: { uri: `/offers/${OFFER_ID}?country=NL` } },
    })
    expect(fax).toMatchObject({ isAddOn: true, prerequisiteOffers: [OFFER_ID] })
    expect(trial).toMatchObject({ isTrial: true, isAutoRenewable: false, conversionTargetOffers: [OFFER_ID] })
  })

  it('chooses by category, product and page', async () => {
    const small = await api.call('/v1/offers?country=NL&offer_category_id=Small_Business&product_id=DESK')
    expect(small.body.items.map((item: { id: string }) => item.id)).toEqual([OFFER_ID])
    expect((await api.call('/v1/offers?country=NL&product_id=NONE')).body.totalCount).toBe(0)
    const second = await api.call('/v1/offers?country=NL&size=1&offset=1')
    expect(second.body).toMatchObject({ totalCount: 3, items: [{ name: 'Desk Fax' }] })
    expect(second.body.links.next.uri).toContain('offset=2')
    expectFault(await api.call('/v1/offers?country=NL&offer_category_id=nothing'), 400, 3000)
    expectFault(await api.call('/v1/offers?country=NL&size=2001'), 400, 3000)
    expect((await api.call('/v1/offers?country=NL&size=0')).body.items.length).toBe(3)
  })

  it('refuses a country that is missing or unknown', async () => {
    for (const url of ['/v1/offers', '/v1/offers?country=XX', '/v1/offercategories?country=Atlantis']) {
      expectFault(await api.call(url), 400, 3000)
    }
    expectFault(await api.call(`/v1/offers/${OFFER}?country=ZZ`), 400, 3000)
  })

  it('gets one offer by its id in any case', async () => {
    const answer = await api.call(`/v1/offers/${OFFER}?country=NL`)
    expect([answer.status, answer.body.id]).toEqual([200, OFFER_ID])
    expect(misfits(shapeOf('get-offer'), answer.body)).toEqual([])
    expectFault(await api.call('/v1/offers/0190aaaa-0000-7000-8000-00000000ffff?country=NL'), 404, 1000)
    expectFault(await api.call('/v1/offers/SUIT:0001:ABCDEFGHIJKL?country=NL'), 400, 2100)
    expectFault(await api.call('/v1/offers/SUIT?country=NL'), 400, 2100)
  })

  it('lists the add-ons of an offer', async () => {
    const answer = await api.call(`/v1/offers/${OFFER}/addons?country=NL`)
    expect(misfits(shapeOf('offer-addons'), answer.body)).toEqual([])
    expect(answer.body.items.map((item: { name: string }) => item.name)).toEqual(['Desk Fax'])
    expect((await api.call(`/v1/offers/${ADD_ON_OFFER}/addons?country=NL`)).body.items).toEqual([])
    expectFault(await api.call('/v1/offers/0190aaaa-0000-7000-8000-00000000ffff/addons?country=NL'), 404, 1000)
  })

  it('lists the offers of a customer, and their categories', async () => {
    const answer = await api.call(`/v1/customers/${CUSTOMER}/offers?size=2`)
    expect(misfits(shapeOf('customer-offers'), answer.body)).toEqual([])
    expect(answer.body).toMatchObject({ totalCount: 3, items: [{ country: 'NL' }, {}] })
    const categories = await api.call(`/v1/customers/${CUSTOMER}/offercategories`)
    expect(misfits(shapeOf('customer-offer-categories'), categories.body)).toEqual([])
    expect(categories.body.totalCount).toBe(3)
    for (const list of ['offers', 'offercategories', 'products', 'catalog']) {
      expectFault(await api.call(`/v1/customers/${OTHER_CUSTOMER}/${list}`), 404, 60003)
    }
  })

  it('is for everybody of a partner, and for nobody without a token', async () => {
    for (const roles of [['helpdesk-agent'], ['billing-admin']] as const) {
      expect((await api.call('/v1/offers?country=NL', { roles })).status).toBe(200)
    }
    expectFault(await api.call('/v1/offers?country=NL', { roles: [] }), 403, 900150)
    expectFault(await api.call('/v1/offers?country=NL', { token: null }), 401, 400)
    expect((await api.call('/v1/offers?country=NL', { kind: 'service-principal' })).status).toBe(200)
  })

  it('shows a reseller the customers it brought, and no others', async () => {
    const as = { account: RESELLER }
    expect((await api.call(`/v1/customers/${RESELLER_CUSTOMER}/offers`, as)).body.totalCount).toBe(3)
    expectFault(await api.call(`/v1/customers/${PROVIDER_CUSTOMER}/offers`, as), 404, 60003)
  })
})

describeApi('the products API', (api) => {
  beforeAll(() => loadExtras(api))
  const ids = (answer: { body: { items: readonly { id: string }[] } }) => answer.body.items.map((item) => item.id)

  it('lists the products of a view', async () => {
    const services = await api.call('/v1/products?country=NL&targetView=OnlineServices')
    expect(misfits(shapeOf('list-products'), services.body)).toEqual([])
    expect(ids(services)).toEqual(['ARCH', 'DESK', 'MAIL', 'NEED', 'SCHO', 'SUIP', 'SUIT'])
    expect(services.body.items[1]).toMatchObject({
      title: 'Desk',
      isMicrosoftProduct: true,
      productType: { id: 'OnlineServices' },
      links: { skus: { uri: '/products/DESK/skus?country=NL' } },
    })
    expect(ids(await api.call('/v1/products?country=NL&targetView=marketplacesaas'))).toEqual([
      ...['CRMX', 'EXCL', 'GONE', 'ISVA', 'SHUT', 'TALK'],
    ])
    expect(ids(await api.call('/v1/products?country=NL&targetView=Software'))).toEqual(['TOOL'])
    expect(
      ids(await api.call('/v1/products?country=NL&targetView=AzureReservations&reservationScope=AzurePlan')),
    ).toEqual([])
  })

  it('follows the country and the segment', async () => {
    expect(ids(await api.call('/v1/products?country=US&targetView=MarketplaceSaaS', { account: OTHER }))).toContain(
      'LOCL',
    )
    expect(ids(await api.call('/v1/products?country=BE&targetView=MarketplaceSaaS'))).not.toContain('ISVA')
    const schools = '/v1/products?country=NL&targetView=OnlineServices&targetSegment=Education'
    expect(ids(await api.call(schools))).toEqual(['SCHO'])
  })

  it('refuses views and segments nobody has', async () => {
    expectFault(await api.call('/v1/products?country=NL&targetView=Everything'), 403, 400036)
    expectFault(await api.call('/v1/products?country=NL&targetView=Software&targetSegment=rich'), 403, 400030)
    expectFault(await api.call('/v1/products/DESK/skus?country=NL&targetSegment=rich'), 403, 400030)
    expectFault(await api.call('/v1/products/DESK/skus/0001/availabilities?country=NL&targetSegment=rich'), 403, 400030)
    expectFault(await api.call(`/v1/customers/${CUSTOMER}/products?targetView=Everything`), 403, 400036)
    expectFault(await api.call(`/v1/customers/${CUSTOMER}/products/DESK/skus?targetSegment=nonprofit`), 403, 400030)
    expectFault(await api.call('/v1/products?country=NL'), 400, 3000)
    expectFault(await api.call('/v1/products?targetView=Software'), 400, 3000)
  })

  it('gets products, SKUs and availabilities, for a country and for a customer', async () => {
    for (const [root, query, prefix] of [
      ['', '?country=NL', ''],
      [`/customers/${CUSTOMER}`, '', 'customer-'],
    ] as const) {
      const get = (path: string) => api.call(`/v1${root}${path}${query}`)
      const one = prefix === '' ? 'get-' : 'customer-'
      const many = prefix === '' ? 'list-' : 'customer-'
      const product = await get('/products/DESK')
      expect(misfits(shapeOf(`${one}product`), product.body)).toEqual([])
      const skus = await get('/products/DESK/skus')
      expect(misfits(shapeOf(`${many}skus`), skus.body)).toEqual([])
      expect(ids(skus)).toEqual(['0001', '0002', '0003'])
      const sku = await get('/products/DESK/skus/0001')
      expect(misfits(shapeOf(`${one}sku`), sku.body)).toEqual([])
      expect(sku.body.links.availabilities.uri).toBe(`${root}/products/DESK/skus/0001/availabilities${query}`)
      expect(sku.body.dynamicAttributes).toMatchObject({ offerId: OFFER_ID, limitType: 'concurrent', isAddon: 'false' })
      const list = await get('/products/DESK/skus/0001/availabilities')
      expect(misfits(shapeOf(`${many}availabilities`), list.body)).toEqual([])
      expect(list.body.totalCount).toBe(prefix === '' ? 2 : 1)
      const [first] = list.body.items
      expect(first).toMatchObject({
        catalogItemId: `DESK:0001:${first.id}`,
        defaultCurrency: { code: 'EUR', symbol: '€' },
        segment: 'commercial',
        country: 'NL',
        isPurchasable: true,
        terms: [{ duration: 'P1Y', billingCycle: 'monthly', description: 'One year, charged every month' }],
      })
      expect(first.terms[0].cancellationPolicies[0].refundOptions).toEqual([
        { sequenceId: 0, type: 'Full', expiresAfter: 'P30D' },
        { sequenceId: 1, type: 'Partial' },
      ])
      const availability = await get(`/products/DESK/skus/0001/availabilities/${first.id.toLowerCase()}`)
      expect(misfits(shapeOf(`${one}availability`), availability.body)).toEqual([])
      expect(availability.body).toEqual(first)
      expect(availability.text).not.toContain('8.5')
    }
  })

  it('says which of product, SKU and availability there is none of', async () => {
    for (const [root, query] of [
      ['', '?country=NL'],
      [`/customers/${CUSTOMER}`, ''],
    ]) {
      const get = (path: string) => api.call(`/v1${root}${path}${query}`)
      expectFault(await get('/products/NONE'), 404, 400013)
      expectFault(await get('/products/NONE/skus'), 404, 400013)
      expectFault(await get('/products/NONE/skus/0001'), 404, 400013)
      expectFault(await get('/products/DESK/skus/0009'), 404, 400018)
      expectFault(await get('/products/DESK/skus/0009/availabilities'), 404, 400018)
      expectFault(await get('/products/DESK/skus/0001/availabilities/AAAAAAAAAAAA'), 404, 400019)
    }
    // Without a price it is not on sale.
    expectFault(await api.call('/v1/products/TALL?country=NL'), 404, 400013)
  })

  it('shows a partner what it cannot sell, and a customer only what it can buy', async () => {
    for (const product of ['SHUT', 'EXCL', 'GONE', 'TALK']) {
      const list = await api.call(`/v1/products/${product}/skus/0001/availabilities?country=NL`)
      expect(list.body.items[0].isPurchasable).toBe(false)
      expectFault(await api.call(`/v1/customers/${CUSTOMER}/products/${product}`), 404, 400013)
    }
    const mine = await api.call(`/v1/customers/${CUSTOMER}/products?targetView=MarketplaceSaaS`)
    expect(ids(mine)).toEqual(['CRMX', 'ISVA'])
    const theirs = await api.call(`/v1/customers/${OTHER_CUSTOMER}/products`, { account: OTHER })
    expect(ids(theirs)).toContain('EXCL')
    expect(ids(theirs)).not.toContain('ISVA')
  })

  it('opens segments to customers that qualify', async () => {
    await asOwner(
      api.database(),
      `update customer set segments = '{commercial,education}' where customer_id = '${CUSTOMER}'`,
    )
    const schools = await api.call(`/v1/customers/${CUSTOMER}/products?targetSegment=education`)
    expect(ids(schools)).toEqual(['SCHO'])
    await asOwner(api.database(), `update customer set segments = '{commercial}' where customer_id = '${CUSTOMER}'`)
    expectFault(await api.call(`/v1/customers/${CUSTOMER}/products/SCHO`), 404, 400013)
  })
})

describeApi('the catalogue of a customer', (api) => {
  beforeAll(() => loadExtras(api))
  const catalogOf = async (query = '', options = {}) =>
    api.call(`/v1/customers/${CUSTOMER}/catalog?size=500${query}`, options)
  const entry = async (product: string, sku = '0001') => {
    const { body } = await catalogOf()
    return body.items.find(
      (item: { productId: string; skuId: string }) => item.productId === product && item.skuId === sku,
    )
  }

  it('has every offer of the market, with prices and the reason why one cannot be bought', async () => {
    expect(await entry('DESK')).toMatchObject({
      catalogItemId: OFFER_ID,
      isAvailable: true,
      currencyCode: 'EUR',
      segment: 'commercial',
      terms: [{ termDuration: 'P1Y', billingCycle: 'monthly', price: { unitPrice: 8.5, per: 'P1M', cyclePrice: 8.5 } }],
    })
    const reasons: Record<string, [number, string]> = {
      LOCL: [2030, 'partner-country-excluded'],
      SHUT: [800020, 'offer-channel-excluded'],
      EXCL: [2006, 'offer-exclusive'],
      GONE: [2091, 'offer-withdrawn'],
      TALK: [2032, 'offer-not-transactable'],
      NEED: [2085, 'prerequisite-missing'],
      SCHO: [800086, 'segment-missing'],
    }
    for (const [product, [code, reason]] of Object.entries(reasons)) {
      const found = await entry(product)
      expect([product, found.isAvailable, found.unavailable.code, found.unavailable.reason]).toEqual([
        ...[product, false, code, reason],
      ])
      expect(found.unavailable.description).not.toMatch(/[{}]/)
    }
    expect((await entry('DESK', '0002')).unavailable.reason).toBe('add-on-base-missing')
    expect(await entry('TALL')).toBeUndefined()
  })

  it('can be searched, filtered and paged', async () => {
    const titles = async (query: string) =>
      (await catalogOf(query)).body.items.map((item: { title: string }) => item.title)
    expect(await titles('&publisher=LOCL')).toEqual(['Local App'])
    expect(await titles('&search=FAX')).toEqual(['Desk Fax'])
    expect(await titles('&category=small%20business')).toEqual(['Desk Small'])
    expect(await titles('&billingType=recurring&available=true')).toEqual([
      'Mail Archive',
      'Desk Small',
      'Desk Trial',
      'Mail Basic',
    ])
    expect(await titles('&profile=one-time-recurring')).toEqual(['Perpetual Tools'])
    const page = await api.call(`/v1/customers/${CUSTOMER}/catalog?size=2&offset=2`)
    expect([page.body.items.length, page.body.links.next.uri]).toEqual([2, expect.stringContaining('offset=4')])
    expectFault(await catalogOf('&category=nothing'), 400, 3000)
    expectFault(await api.call(`/v1/customers/${CUSTOMER}/catalog?size=501`), 400, 3000)
  })

  it('has no prices for those who may not see them', async () => {
    const blind = await catalogOf('', { roles: ['helpdesk-agent'] })
    expect(blind.body.items[0].terms[0].price).toBeUndefined()
    const reseller = await api.call(`/v1/customers/${RESELLER_CUSTOMER}/catalog`, { account: RESELLER })
    expect(reseller.status).toBe(200)
    expect(reseller.text).not.toContain('unitPrice')
    const provider = await api.call(`/v1/customers/${RESELLER_CUSTOMER}/catalog`, { account: INDIRECT_PROVIDER })
    expect(provider.text).toContain('unitPrice')
  })

  describe('and what the customer has', () => {
    it('opens add-ons with a base, and prerequisites with what they need', async () => {
      await own(api, 11, 'SUIT:0001')
      expect((await entry('NEED')).isAvailable).toBe(true)
      await own(api, 12, 'DESK:0001')
      expect((await entry('DESK', '0002')).isAvailable).toBe(true)
    })

    it('closes trials of what it has, and trials it had', async () => {
      expect((await entry('DESK', '0003')).unavailable).toMatchObject({ code: 2085, reason: 'trial-of-owned-offer' })
      await own(api, 13, 'DESK:0003', ['cancel'])
      expect((await entry('DESK', '0003')).unavailable).toMatchObject({ code: 27006, reason: 'lifetime-limit-reached' })
    })

    it('counts what is cancelled until it is deprovisioned, and asks to reactivate what is suspended', async () => {
      const suspended = await own(api, 14, 'DESK:0001', ['suspend'])
      expect((await entry('DESK')).unavailable).toMatchObject({
        code: 27006,
        reason: 'offer-suspended',
        data: { subscription: suspended },
      })
      api.setNow('2026-03-12T09:00:00Z')
      await own(api, 15, 'DESK:0001', ['cancel'])
      expect((await entry('DESK')).unavailable.code).toBe(27006)
    })

    it('closes everything while the partner is restricted', async () => {
      await asOwner(api.database(), `update partner set program_status = 'restricted' where partner_id = '${DIRECT}'`)
      api.setNow('2026-03-12T09:10:00Z')
      const { body } = await catalogOf('&available=true')
      expect(body.totalCount).toBe(0)
      expect((await entry('MAIL')).unavailable).toMatchObject({ code: 800039, reason: 'program-restricted' })
    })
  })
})

describeApi('the catalogue as staff keeps it', (api) => {
  beforeAll(() => loadExtras(api))
  const staff = { account: '00000000-0000-0000-0000-000000000000', roles: ['platform-operator'] } as const
  const DESK = '/v1/platform/catalog/skus/DESK/0001'

  it('is listed, searched and read', async () => {
    const list = await api.call('/v1/platform/catalog/skus?search=desk&size=2', staff)
    expect([list.status, list.body.totalCount, list.body.items.length]).toEqual([200, 3, 2])
    const one = await api.call(DESK, staff)
    expect(one.body).toMatchObject({ offerId: OFFER_ID, limit: { kind: 'concurrent', count: 2 }, profileId: 'license' })
    expectFault(await api.call('/v1/platform/catalog/skus/DESK/9999', staff), 404, 1000)
    expectFault(await api.call(DESK), 403, 900150)
    expect((await api.call('/v1/platform/catalog/publishers', staff)).body.totalCount).toBe(4)
  })

  it('changes what may be bought at once, and writes it down', async () => {
    const body = { withdrawnOn: '2026-03-01', limit: null, countries: ['NL', 'GB'], titles: 'ignored' }
    const done = await api.call(DESK, { ...staff, method: 'PATCH', body })
    expect(done.body).toMatchObject({ withdrawnOn: '2026-03-01', countries: ['NL', 'GB'], description: '' })
    expect(done.body.limit).toBeUndefined()
    const catalog = await currentCatalog(api.database())
    expect(catalog.skus.get('DESK:0001')).toMatchObject({ limit: null, countries: ['NL', 'GB'] })
    const { body: found } = await api.call(`/v1/customers/${CUSTOMER}/catalog?search=desk%20small`)
    expect(found.items[0].unavailable.code).toBe(2091)
    const { rows } = await api
      .database()
      .query<{ old_value: object; new_value: object }>(
        `select old_value, new_value from audit_record where operation_type = 'update_sku'`,
      )
    expect(rows).toEqual([
      {
        old_value: { limitKind: 'concurrent', limitCount: 2, countries: null, withdrawnOn: null },
        new_value: { limitKind: 'none', limitCount: null, countries: ['NL', 'GB'], withdrawnOn: '2026-03-01' },
      },
    ])
    await api.call(DESK, { ...staff, method: 'PATCH', body: { withdrawnOn: null } })
    expect((await api.call(`/v1/customers/${CUSTOMER}/catalog?search=desk%20small`)).body.items[0].isAvailable).toBe(
      true,
    )
  })

  it('refuses what contradicts itself or names what is not there', async () => {
    const patch = (body: object, headers = {}) => api.call(DESK, { ...staff, method: 'PATCH', body, headers })
    expectFault(await patch({ minimumQuantity: 500 }), 400, 3000)
    expectFault(await patch({ addOnBases: ['MAIL:0001'] }), 400, 3000)
    expectFault(await patch({ prerequisites: ['NONE:0001'] }), 400, 3000)
    expectFault(await patch({ prerequisites: ['DESK:0001'] }), 400, 3000)
    expectFault(await patch({ countries: ['XX'] }), 400, 3000)
    expectFault(await patch({ category: 'Premium' }), 400, 900126)
    expectFault(await patch({ description: 'x' }, { 'If-Match': '"old"' }), 400, 2055)
    const { etag } = (await api.call(DESK, staff)).body.attributes
    expect((await patch({ description: 'Mail and more' }, { 'If-Match': `"${etag}"` })).status).toBe(200)
    const auditor = { ...staff, roles: ['platform-auditor'] as const }
    expectFault(await api.call(DESK, { ...auditor, method: 'PATCH', body: {} }), 403, 900150)
    expect((await api.call(DESK, auditor)).status).toBe(200)
  })

  it('takes a publisher out of the channel, with all it makes', async () => {
    const url = '/v1/platform/catalog/publishers/HARB'
    const before = await api.call(url, staff)
    expect(before.body).toMatchObject({ name: 'Harbour', setupUrl: 'https://setup.example.net/{subscription}' })
    const body = { name: 'Harbour', channelExcluded: true, countries: ['NL'] }
    const saved = await api.call(url, { ...staff, method: 'PUT', body })
    expect(saved.body).toMatchObject({ publisherId: 'HARB', channelExcluded: true, countries: ['NL'] })
    expect(saved.body.setupUrl).toBeUndefined()
    const { body: found } = await api.call(`/v1/customers/${CUSTOMER}/catalog?search=harbour%20crm`)
    expect(found.items[0].unavailable.code).toBe(800020)
    const made = await api.call('/v1/platform/catalog/publishers/NEWP', {
      ...staff,
      method: 'PUT',
      body: { name: 'New' },
    })
    expect(made.body).toMatchObject({ publisherId: 'NEWP', isProvider: false })
    expectFault(await api.call('/v1/platform/catalog/publishers/NOPE', staff), 404, 1000)
    expectFault(await api.call(url, { ...staff, method: 'PUT', body: { name: '' } }), 400, 3000)
    expectFault(await api.call(url, { method: 'PUT', body }), 403, 900150)
  })
})
