import { expect, it } from 'vitest'
import { describeApi } from '../support/api.js'
import { CUSTOMER } from '../support/api.js'
import { buy } from '../support/subscriptions.js'

describeApi('x', (api) => {
  it('shows', async () => {
    const id = await buy(api, { product: 'SUIT', quantity: 10 })
    const answer = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${id}`)
    console.log(JSON.stringify(answer.body, null, 1))
    const body = answer.body
    const list = await api.call(`/v1/customers/${CUSTOMER}/subscriptions`)
    expect(list.body.items).toEqual([body])
    const changed = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${id}`, { method: 'PATCH', body: { ...body, quantity: 12 } })
    console.log(changed.status, JSON.stringify(changed.body))
    const pre = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${id}/preview`, { body: { quantity: 14 } })
    console.log(pre.status, JSON.stringify(pre.body.charges))
    const tl = await api.call(`/v1/customers/${CUSTOMER}/subscriptions/${id}/charges`)
    console.log(tl.status, JSON.stringify(tl.body, null, 1))
  })
})
