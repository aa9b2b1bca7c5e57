// `pnpm bench board`: how long the board of the console takes from a key to the next frame, with a usual number of lanes
// and with many. The records are made up; everything else is the demo.

import type { BoardAppointment, Schedule } from 'api/client'
import { type BrowserContext, chromium, type Page, type Route } from 'playwright-core'
import { startDemo } from '../scripts/demo.ts'
import { chromiumOptions } from '../test/stack/chromium.ts'

/** The lanes of a contractor of usual size, and those that the board must bear. */
const lanesOf = [8, 40]
const hours = { first: 6, count: 14 }
const steps = 60
/** From a key to the frame that shows its effect, in milliseconds: what the design allows for a change. */
const bar = 60
const hourMs = 3_600_000

function report(lanes: number, { step, drop }: Durations): number {
  const p95 = quantile(step, 0.95)
  process.stdout.write(
    `${lanes} lanes × ${hours.count} h, ${(lanes * hours.count) / 2} appointments: a step of the keyboard takes p50 ${quantile(step, 0.5)} ms, p95 ${p95} ms (bar ${bar}); a drop ${drop} ms\n`,
  )
  return p95
}

interface Durations {
  readonly step: readonly number[]
  readonly drop: number
}

/** Moves one appointment to and fro with the keyboard, and drops it. */
async function measure(
  context: BrowserContext,
  account: { readonly tenantId: string; readonly key: string },
  lanes: number,
): Promise<Durations> {
  await context.request.post('/api/v2/sessions', {
    headers: { authorization: `Bearer ${account.key}` },
    data: {},
  })
  const page = await context.newPage()
  await page.route('**/api/v2/schedule?*', (route) => withLanes(route, lanes))
  await page.route('**/reschedule', (route) => route.fulfill({ json: { version: 2 } }))
  await page.goto(`/t/${account.tenantId}/schedule?wholeDay=true`)
  const block = page.locator(`[data-appointment="${idOf(Math.floor(lanes / 2), 3)}"]`).first()
  await block.focus()
  await observe(page)
  await press(page, 'Space')
  for (let step = 0; step < steps; step++) await press(page, step % 2 ? 'ArrowLeft' : 'ArrowRight')
  const moved = (await durationsOf(page)).slice(1)
  await press(page, 'ArrowRight')
  await press(page, 'Enter')
  const drop = (await durationsOf(page)).at(-1) ?? Number.NaN
  // The board is read again after the drop; the context closes before.
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  return { step: moved, drop }
}

/** A response of the API's board with as many lanes and appointments as wanted, made from its first ones. */
async function withLanes(route: Route, lanes: number): Promise<void> {
  const board = (await (await route.fetch()).json()) as Schedule
  const [technician] = board.technicians
  const from = Date.parse(board.from)
  const technicians = Array.from({ length: lanes }, (_, lane) =>
    Object.assign({}, technician, { id: idOf(lane, 99), name: `Technician ${lane + 1}` }),
  )
  const appointments = technicians.flatMap(({ id }, lane) =>
    Array.from({ length: hours.count / 2 }, (_, place): BoardAppointment => {
      const startsAt = from + (hours.first + 2 * place) * hourMs
      return {
        id: idOf(lane, place),
        version: 1,
        jobId: idOf(lane, 50 + place),
        jobNumber: `L${lane}-${place}`,
        jobStatus: 'Scheduled',
        jobTypeName: 'Drain cleaning',
        customerId: null,
        customerName: `Customer ${lane}-${place}`,
        locationId: null,
        locationName: null,
        address: `${100 + place} Main Street, Denver`,
        start: new Date(startsAt).toISOString(),
        end: new Date(startsAt + 2 * hourMs).toISOString(),
        arrivalWindowStart: null,
        arrivalWindowEnd: null,
        status: 'Scheduled',
        technicianIds: [id],
      }
    }),
  )
  await route.fulfill({ json: Object.assign({}, board, { technicians, appointments, unassigned: [] }) })
}

function idOf(lane: number, place: number): string {
  return `00000000-0000-8000-8000-${String(lane * 100 + place).padStart(12, '0')}`
}

/** Notes how long the browser takes from each key to the next frame, in steps of 8 ms. */
async function observe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const durations: number[] = []
    Object.assign(window, { durations })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') durations.push(entry.duration)
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
}

/** Presses a key, and waits until its frame was painted. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
}

/** The durations so far; keys that took less than 16 ms are not among them. */
const durationsOf = (page: Page) =>
  page.evaluate(() => (window as unknown as { durations: number[] }).durations.splice(0))

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

await using demo = await startDemo()
const account = demo.accounts.find(({ mode }) => mode === 'lazi')
if (!account) throw new Error('Expected an account of the demo whose people work in LAZI')
await using browser = await chromium.launch(chromiumOptions())
const results: number[] = []
for (const lanes of lanesOf) {
  await using context = await browser.newContext({
    baseURL: demo.url,
    locale: 'en-US',
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 900 },
  })
  const durations = await measure(context, account, lanes)
  results.push(report(lanes, durations))
}
const [usual = 1, many = 1] = results
process.stdout.write(`40 lanes against 8, p95: ${(many / usual).toFixed(2)}\n`)
