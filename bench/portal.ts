// The portal in a real browser, on a PostgreSQL server with 100 thousand subscriptions and a partner that has 100 thousand
// customers: how much is loaded, how soon somebody can do something, and how long what they do takes until it is seen.
// Usage: npm run build && DATABASE_URL=... scripts/with-chromium.sh npx tsx bench/portal.ts
import type { Page } from '@playwright/test'
import type { Database } from '../src/store/database.js'
import { migrate } from '../src/store/migrate.js'
import { loadLedger } from '../test/support/load-ledger.js'
import { idOf, PUBLIC_URL, signedIn, withPortal } from './support/portal.js'

const SUBSCRIPTIONS = 100_000
const PARTNERS = 1_000
const CUSTOMERS = 100_000
/** Each interaction so many times; the median and the slowest are told. */
const TIMES = 7

/** What somebody does, and what shows that it is done. */
interface Interaction {
  readonly title: string
  /** Where it is done; a path of the portal. */
  readonly on: string
  /** What is there before. */
  readonly ready: string
  /** What is clicked; or typed into, where `text` is given. */
  readonly target: string
  readonly text?: string
  /** What is there afterwards. */
  readonly done: string
}

const SUBSCRIPTION_PATH = `/portal/customers/${idOf(2, 0)}/subscriptions/${idOf(3, 0)}`

const INTERACTIONS: readonly Interaction[] = [
  {
    title: 'open the list of 100,000 customers',
    on: '/portal/',
    ready: 'nav a[href="/portal/customers"]',
    target: 'nav a[href="/portal/customers"]',
    done: 'main table tbody a[href*="/portal/customers/"]',
  },
  {
    title: 'find a customer (250 ms of which are a pause after typing)',
    on: '/portal/customers',
    ready: 'main table tbody tr',
    target: 'main input[type=search]',
    text: 'Customer 77777',
    done: 'main table tbody tr:only-child',
  },
  {
    title: 'open a customer',
    on: '/portal/customers',
    ready: 'main table tbody tr a',
    target: 'main table tbody tr a',
    done: 'main [role=tablist]',
  },
  {
    title: 'open what a change of quantity asks for',
    on: SUBSCRIPTION_PATH,
    ready: 'main h1',
    target: 'main h1 ~ * button, main button',
    done: '[role=dialog]',
  },
  {
    title: 'open the billing page',
    on: '/portal/',
    ready: 'nav a[href="/portal/billing"]',
    target: 'nav a[href="/portal/billing"]',
    done: 'main [role=tablist], main nav',
  },
]

await withPortal(fill, async (portal) => {
  for (const visit of ['first', 'second']) {
    const page = await portal.browser.newPage({ locale: 'en-GB' })
    console.log(`sign-in page, ${visit} browser: ${await load(page, '/portal/', 'main button')}`)
    await page.close()
  }
  const context = await signedIn(portal)
  const page = await context.newPage()
  console.log(`home page: ${await load(page, '/portal/', 'main h1')}`)
  await interact(page)
})

async function fill(database: Database): Promise<void> {
  await migrate(database)
  await loadLedger(database, { partners: PARTNERS, subscriptions: SUBSCRIPTIONS, changedEvery: 5 })
  await database.query(
    `insert into customer (partner_id, customer_id, name, domain_name, country, created_at)
     select partner_id, gen_random_uuid(), 'Customer ' || n, 'customer-' || n || '.example', country, created_at
     from customer c, generate_series(1, $2::integer) n where c.customer_id = $1`,
    [idOf(2, 0), CUSTOMERS],
  )
}

/** Loads a page with nothing kept, and tells what that took until `selector` was there and could be used. */
async function load(page: Page, path: string, selector: string): Promise<string> {
  await page.goto(`${PUBLIC_URL}${path}`)
  const figures = await page.evaluate(async (wanted) => {
    const blocked: number[] = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) blocked.push(Math.max(0, duration - 50))
    }).observe({ type: 'longtask', buffered: true })
    const largest = new Promise<number>((resolve) => {
      let last = 0
      new PerformanceObserver((list) => {
        last = list.getEntries().at(-1)!.startTime
      }).observe({ type: 'largest-contentful-paint', buffered: true })
      setTimeout(() => resolve(last), 1_500)
    })
    while (document.querySelector(wanted) === null) await new Promise(requestAnimationFrame)
    const usable = performance.now()
    const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter((entry) =>
      entry.name.endsWith('.js'),
    )
    const bytes = scripts.reduce((sum, entry) => sum + entry.encodedBodySize, 0)
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
    return { usable, bytes, paint, largest: await largest, blocked: blocked.reduce((sum, one) => sum + one, 0) }
  }, selector)
  const ms = (value: number) => `${Math.round(value)} ms`
  return (
    `usable after ${ms(figures.usable)}, first paint ${ms(figures.paint)}, largest ${ms(figures.largest)}, ` +
    `blocked ${ms(figures.blocked)}, JavaScript ${(figures.bytes / 1_000).toFixed(0)} kB compressed`
  )
}

async function interact(page: Page): Promise<void> {
  for (const interaction of INTERACTIONS) {
    const times: Timed[] = []
    for (let time = 0; time < TIMES; time += 1) times.push(await timed(page, interaction))
    times.sort((left, right) => left.took - right.took)
    const [median, slowest] = [times[Math.floor(TIMES / 2)]!, times.at(-1)!]
    console.log(
      `${interaction.title}: ${Math.round(median.took)} ms, slowest ${Math.round(slowest.took)} ms; ` +
        `asked of the server: ${median.asked.join(', ') || 'nothing'}`,
    )
  }
}

interface Timed {
  /** Milliseconds. */
  readonly took: number
  /** Each request, with how long its answer took. */
  readonly asked: readonly string[]
}

async function timed(page: Page, { on, ready, target, text, done }: Interaction): Promise<Timed> {
  await page.goto(`${PUBLIC_URL}${on}`)
  await page.locator(ready).first().waitFor()
  await page.waitForLoadState('networkidle')
  // A person points at something before clicking it, and the page's code is loaded meanwhile.
  await page.locator(target).first().hover()
  await page.waitForTimeout(300)
  return page.evaluate(
    async ({ target, text, done }) => {
      const element = document.querySelector<HTMLElement>(target)!
      const began = performance.now()
      if (text === undefined) element.click()
      else {
        const input = element as HTMLInputElement
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text)
        input.dispatchEvent(new Event('input', { bubbles: true }))
      }
      while (document.querySelector(done) === null) {
        if (performance.now() - began > 20_000) throw new Error(`${done} does not come`)
        await new Promise(requestAnimationFrame)
      }
      const took = performance.now() - began
      const asked = (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ startTime }) => startTime >= began)
        .map(({ name, duration }) => `${new URL(name).pathname} ${Math.round(duration)} ms`)
      return { took, asked }
    },
    { target, text, done },
  )
}
