import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseInstant } from '../core/calendar/instant.js'
import { type AuditRecord, appendAuditRecords } from '../store/audit-records.js'
import { auditCommand } from './command-audit.js'
import { withDatabase } from './session.js'

const PARTNER = '018f0001-0000-7000-8000-000000000001'
const OTHER = '018f0001-0000-7000-8000-000000000002'
const CUSTOMER = '018f0002-0000-7000-8000-000000000001'

function record(number: number, day: string, change: Partial<AuditRecord> = {}): AuditRecord {
  return {
    partnerId: PARTNER,
    auditRecordId: `018f0006-0000-7000-8000-00000000000${number}`,
    customerId: CUSTOMER,
    customerName: '=Bakkerij',
    userPrincipalName: 'agent@example.net',
    applicationId: null,
    resourceType: 'order',
    operationType: 'create_order',
    operationStatus: 'succeeded',
    occurredAt: parseInstant(`${day}T10:00:00Z`)!,
    correlationId: 'c',
    oldValue: null,
    newValue: { total: '1.00' },
    data: {},
    ...change,
  }
}

describe('prorata audit', () => {
  let folder: string
  let output = ''
  let complaints = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'prorata-command-audit-'))
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      output += text
      return true
    })
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    vi.spyOn(console, 'error').mockImplementation((text) => {
      complaints += `${text}\n`
    })
    await withDatabase({ data: folder }, async (database) => {
      const own = { resourceType: 'undefined', operationType: 'undefined', data: { action: 'create_webhook' } }
      await appendAuditRecords(database, [
        record(1, '2020-01-01'),
        record(2, '2026-01-02', { ...own, customerId: null, customerName: null }),
        record(3, '2026-01-03', { partnerId: OTHER, userPrincipalName: null }),
      ])
    })
  }, 120_000)
  afterAll(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    output = ''
    complaints = ''
  })

  const run = async (...words: string[]) => {
    await auditCommand()
      .exitOverride()
      .parseAsync([...words, '--data', folder], { from: 'user' })
    return output
  }

  it('shows who did what, newest first', async () => {
    const lines = (await run()).trimEnd().split('\n')
    expect(lines.slice(2).map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['2026-01-03T10:00:00Z', 'create_order'],
      ['2026-01-02T10:00:00Z', 'create_webhook'],
      ['2020-01-01T10:00:00Z', 'create_order'],
    ])
    expect(complaints).toBe('')
  })

  it('narrows by partner, customer, kind and days, and says where there are more', async () => {
    const ids = async (...words: string[]) => {
      output = ''
      const { records, more } = JSON.parse(await run('--json', ...words))
      return [records.map((one: AuditRecord) => Number(one.auditRecordId.at(-1))), more]
    }
    expect(await ids('--partner', PARTNER)).toEqual([[2, 1], false])
    expect(await ids('--customer', CUSTOMER, '--limit', '1')).toEqual([[3], true])
    expect(await ids('--resource', 'undefined')).toEqual([[2], false])
    expect(await ids('--from', '2020-01-02', '--to', '2026-01-02')).toEqual([[2], false])
    output = ''
    expect(await run('--partner', CUSTOMER)).toBe('There is no record of such changes.\n')
  })

  it('prints CSV that a spreadsheet does not compute', async () => {
    const rows = parse(await run('--csv', '--limit', '1'), { columns: true }) as Record<string, string>[]
    expect(rows).toEqual([expect.objectContaining({ Customer: "'=Bakkerij", NewValue: '{"total":"1.00"}', User: '' })])
    expect(complaints).toMatch(/^There are more/)
  })
})
