import { expect, it } from 'vitest'
import { describeApi, expectFault, OTHER } from '../support/api.js'

const ROOT = '/webhooks/v1/registration'
const BODY = { WebhookUrl: 'https://hooks.example.net/portal', WebhookEvents: ['test-created'] }

describeApi('the log of a webhook in the portal', (api) => {
  it('is that of any webhook of the account, and of no other account', async () => {
    const { body: webhook } = await api.call(ROOT, { body: BODY })
    const log = `/v1/portal/webhooks/${webhook.SubscriberId}/deliveries`
    expect((await api.call(log)).body).toMatchObject({ totalCount: 0, items: [] })
    const { body: asked } = await api.call(`${ROOT}/validationEvents`, { method: 'POST' })
    const { body } = await api.call(log)
    expect(body).toMatchObject({
      totalCount: 1,
      items: [{ id: asked.correlationId, eventName: 'test-created', status: 'pending', attempts: [] }],
    })
    expect((await api.call(`${log}?status=delivered`)).body).toMatchObject({ totalCount: 0 })
    expectFault(await api.call(log, { account: OTHER }), 404, 1000)
  })
})
