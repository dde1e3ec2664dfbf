import { it } from 'vitest'
import { randomUUID } from 'node:crypto'
import { CUSTOMER, describeApi } from '../support/api.js'
import { load } from '../billing/provider.js'
describeApi('x', (api) => {
  it('y', async () => {
    const n = 10000
    const skus = ['product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,offer_id']
    const prices = ['product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price,erp_price']
    for (let i = 0; i < n; i += 1) {
      skus.push(`P${i},0001,T${i},T${i},LIND,Lind,License,license,${randomUUID()}`)
      for (const c of ['monthly', 'annual']) prices.push(`P${i},0001,P1Y,${c},EUR,P1M,2025-01-01,,4.00,`)
    }
    await load(api.database(), { skus: skus.join('\n') + '\n', prices: prices.join('\n') + '\n' }, randomUUID)
    for (const url of ['/v1/countryvalidationrules/NL', '/v1/offers?country=NL', '/v1/offers?country=NL&size=20', `/v1/customers/${CUSTOMER}/catalog`, '/v1/products/P77?country=NL', '/v1/products/P77/skus/0001/availabilities?country=NL', `/v1/customers/${CUSTOMER}/products?targetView=OnlineServices`]) {
      await api.call(url)
      const t = performance.now()
      for (let i = 0; i < 5; i += 1) await api.call(url)
      console.log(url, ((performance.now() - t) / 5).toFixed(1), 'ms')
    }
  })
}, )
