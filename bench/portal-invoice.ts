// One invoice of more than 100 thousand lines in a real browser: how soon it is there, how long its groups and filters take,
// and whether its table stays fluid while somebody scrolls to the end and anywhere in between.
// Usage: npm run build && DATABASE_URL=... scripts/with-chromium.sh npx tsx bench/portal-invoice.ts
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import type { Database } from '../src/store/database.js'
import { migrate } from '../src/store/migrate.js'
import { loadLedger } from '../test/support/load-ledger.js'
import { PUBLIC_URL, signedIn, withPortal } from './support/portal.js'

/** Bought in January, one in five changed: they fall due in February, and the invoice of 1 March has more lines than these. */
const SUBSCRIPTIONS = 150_000
const JUMPS = 200
/** How long loading every line may take. */
const MOST_MILLISECONDS = 300_000

await withPortal(fill, async (portal) => {
  const [{ id }] = (await read<{ items: [{ id: string }] }>(portal.token, '')).items
  const { lineCount } = await read<{ lineCount: number }>(portal.token, `/${id}`)
  if (lineCount < 100_000) throw new Error(`the invoice has ${lineCount} lines`)
  const page = await (await signedIn(portal)).newPage()
  const path = `${PUBLIC_URL}/portal/billing/invoices/${id}`
  await page.goto(`${PUBLIC_URL}/portal/billing`)
  await page.locator('main a[href*="/portal/billing/invoices/"]').first().waitFor()
  await page.waitForLoadState('networkidle')
  const row = 'main [role=table] [role=row][aria-rowindex="2"]'
  const link = `main a[href$="${id}"]`
  await page.locator(link).first().hover()
  await page.waitForTimeout(300)
  console.log(`open an invoice of ${lineCount} lines: ${await untilThere(page, link, row)} ms; ${await asked(page)}`)
  console.log(`load all its lines by scrolling: ${await loadAll(page, lineCount)}`)
  console.log(`jump ${JUMPS} times through all of them: ${await jump(page)}`)
  await page.goto(`${path}?group=subscription`)
  await page.waitForLoadState('networkidle')
  console.log(`open it added up by subscription: ${await asked(page)}`)
})

async function read<Answer>(token: string, path: string): Promise<Answer> {
  const answer = await fetch(`${PUBLIC_URL}/v1/portal/invoices${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return (await answer.json()) as Answer
}

async function fill(database: Database, ledgerUrl: string): Promise<void> {
  await migrate(database)
  await loadLedger(database, { partners: 1, subscriptions: SUBSCRIPTIONS, changedEvery: 5 })
  await promisify(execFile)(process.execPath, ['dist/cli/main.js', 'bill', '--as-of', '2026-03-01'], {
    env: { ...process.env, DATABASE_URL: ledgerUrl },
  })
}

/** Clicks, and tells after how many milliseconds `done` is there. */
function untilThere(page: Page, target: string, done: string): Promise<number> {
  return page.evaluate(
    async ({ target, done }) => {
      const began = performance.now()
      document.querySelector<HTMLElement>(target)!.click()
      while (document.querySelector(done) === null) await new Promise(requestAnimationFrame)
      return Math.round(performance.now() - began)
    },
    { target, done },
  )
}

/** Scrolls to the end until every line is loaded; frames are told as milliseconds from one to the next. */
async function loadAll(page: Page, lineCount: number): Promise<string> {
  const { seconds, heap, frames } = await page.evaluate(
    async ({ lineCount, most }) => {
      const table = document.querySelector<HTMLElement>('main [role=table]')!
      const body = table.lastElementChild as HTMLElement
      const frames: number[] = []
      const began = performance.now()
      let last = began
      while (body.offsetHeight < lineCount * 40) {
        table.scrollTop = body.offsetHeight
        await new Promise(requestAnimationFrame)
        frames.push(performance.now() - last)
        last = performance.now()
        if (last - began > most) throw new Error(`only ${body.offsetHeight / 41} lines came`)
      }
      const { usedJSHeapSize } = (performance as unknown as { memory: { usedJSHeapSize: number } }).memory
      return { seconds: (last - began) / 1_000, heap: usedJSHeapSize, frames }
    },
    { lineCount, most: MOST_MILLISECONDS },
  )
  return `${seconds.toFixed(1)} s, frames ${spread(frames)}, heap ${(heap / 1e6).toFixed(0)} MB`
}

/** Jumps anywhere, and waits each time until the lines there are drawn. */
async function jump(page: Page): Promise<string> {
  const times = await page.evaluate(async (jumps) => {
    const table = document.querySelector<HTMLElement>('main [role=table]')!
    const body = table.lastElementChild as HTMLElement
    const times: number[] = []
    for (let number = 0; number < jumps; number += 1) {
      const top = ((number * 7_919) % jumps) * (body.offsetHeight / jumps)
      const began = performance.now()
      table.scrollTop = top
      const wanted = `[aria-rowindex="${Math.floor(table.scrollTop / 41) + 4}"]`
      while (body.querySelector(wanted) === null) await new Promise(requestAnimationFrame)
      times.push(performance.now() - began)
      await new Promise(requestAnimationFrame)
    }
    return times
  }, JUMPS)
  return `until drawn ${spread(times)}`
}

function spread(times: number[]): string {
  times.sort((left, right) => left - right)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(0)
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`
}

/** What the page has asked of the server, with how long each answer took. */
async function asked(page: Page): Promise<string> {
  const answers = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => name.includes('/v1/portal/invoices/'))
      .map(({ name, duration }) => ({ name, duration })),
  )
  const told = answers.map(({ name, duration }) => `${name.split('/').at(-1)} ${Math.round(duration)} ms`)
  return `asked of the server: ${told.join(', ')}`
}
