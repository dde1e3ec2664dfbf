// The floor of the API: the same framework, the same pool, the same statements with the same parameters; the rows of the
// last statement are sent as they are.
// Usage: node --import tsx bench/support/bare-server.ts STATEMENTS.json URL PORT
import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import { openDatabase } from '../../src/store/open-database.js'
import type { Statement } from './recording-database.js'

const [file, url, port] = process.argv.slice(2) as [string, string, string]
const recorded = new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Statement[]>))
const database = await openDatabase({ url, keepsStatements: true })
const server = Fastify()
server.get('/healthz', async () => ({ status: 'ok' }))
server.get('/*', async (request, reply) => {
  const token = String(request.headers.authorization).slice('Bearer '.length)
  let rows: unknown[] = []
  for (const { sql, parameters } of recorded.get(`${request.url} ${token}`) ?? []) {
    rows = (await database.query(sql, parameters)).rows
  }
  const text = JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  return reply.type('application/json; charset=utf-8').send(text)
})
await server.listen({ host: '127.0.0.1', port: Number(port) })
process.once('SIGTERM', () => process.exit(0))
