import { expect, it } from 'vitest'
import { describeApi } from '../support/api.js'

describeApi('the server', (api) => {
  it('says that it lives and that it reaches the database', async () => {
    expect((await api.call('/healthz', { token: null })).body).toEqual({ status: 'ok' })
    expect((await api.call('/readyz', { token: null })).body).toEqual({ status: 'ok' })
  })

  it('answers unknown paths in the contract’s form, with the ids of the request', async () => {
    const requestId = '3f9f2d6c-1111-4c2d-8a5e-9e8d7c6b5a40'
    const answer = await api.call('/v1/nothing', { headers: { 'MS-RequestId': requestId } })
    expect(answer.status).toBe(404)
    expect(answer.body).toMatchObject({ code: 1000, data: [] })
    expect(answer.headers['ms-requestid']).toBe(requestId)
    expect(answer.headers['ms-correlationid']).toMatch(/^[0-9a-f-]{36}$/)
  })
})
