import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { derivedFrom, derivedIn } from '../../src/cache/derived-values.ts'
import { resourceOf, tables } from '../../src/cache/tables.ts'
import { openFirstPass } from '../../src/page/first-pass/first-pass.ts'
import { stepwiseStrategy } from '../../src/page/page-strategy.ts'
import type { PageTarget } from '../../src/page/page-target.ts'
import { beginRun } from '../../src/run/sync-state.ts'
import { tenantContents } from '../support/contents.ts'
import { readDerived } from '../support/derived.ts'
import { hold } from '../support/effort.ts'
import { newMemory } from '../support/pages.ts'
import { lagMs, openTenant, recordsOf } from '../support/tenant.ts'
import { takeTurns } from '../support/turns.ts'

// Pages without a source: in any order and by any writer, the tables end in the same state. Each example has its own
// tenant in one database.

interface Page {
  readonly table: CacheTable
  readonly data: Buffer
}

let database: TestDatabase
/** Pages of all tables, with older and newer versions of records, moves, merges and inactive records. */
let pages: Page[]

beforeAll(async () => {
  database = await createTestDatabase()
  await using tenant = await openTenant(database, {
    sandbox: { exportPageSize: 12, oversizedPage: 'clamp', maxPageSize: 12 },
  })
  const { sandbox, id, api } = tenant
  const readAll = async () => {
    const read: Page[] = []
    for (const table of tables) {
      const resource = resourceOf(table)
      const source = resource.exportPath === null ? api.listPages(resource) : api.exportPages(resource)
      for await (const { data } of source) read.push({ table, data })
    }
    return read
  }
  pages = await readAll()
  for (const table of tables) {
    const { resource } = table
    const { required, optional } = resourceOf(table).fields
    // Without a time of the change the version that was written last counts, whatever the order.
    if (![...required, ...optional].includes('modifiedOn')) continue
    for (const [index, record] of recordsOf(tenant, resource).slice(0, 6).entries()) {
      sandbox.update(id, resource, record.id, { active: index % 3 !== 0 })
    }
  }
  const jobs = recordsOf(tenant, 'jobs')
  for (const child of ['appointments', 'appointment-assignments'] as const) {
    for (const [index, record] of recordsOf(tenant, child).slice(0, 8).entries()) {
      sandbox.update(id, child, record.id, { jobId: jobs[index * 2]?.id ?? 1 })
    }
  }
  for (const team of recordsOf(tenant, 'teams').slice(0, 2)) {
    sandbox.update(id, 'teams', team.id, { name: `Renamed ${team.id}` })
  }
  sandbox.clock.advance(lagMs)
  pages.push(...(await readAll()))
})
afterAll(() => database.close())

let lastTenant = 5_000_000
const newTenant = () => {
  lastTenant += 1
  return String(lastTenant)
}
const now = new Date('2026-07-01T00:00:00Z')

/** @param isFirst whether the page belongs to a first pass, whose regular rows are encoded in this process */
async function apply(
  client: pg.ClientBase,
  tenantId: string,
  { table, data }: Page,
  isFirst: boolean,
): Promise<void> {
  const target: PageTarget = {
    client,
    tenantId,
    table,
    runId: '1',
    cursor: null,
    source: 'list',
    isPublished: !isFirst,
    droppedPaths: table.droppedPaths,
    memory: newMemory(),
  }
  const page = { cursor: null, nextCursor: '', requests: 1, bytes: data.length, seenPage: null }
  if (isFirst) {
    const strategy = await openFirstPass(target)
    await strategy.write({ ...page, ...(await strategy.prepare(data)) }, now)
  } else {
    const strategy = stepwiseStrategy(target)
    await strategy.write({ ...page, ...(await strategy.prepare(data)) }, now)
  }
}

async function openRuns(tenantId: string): Promise<void> {
  const client = await database.pool.connect()
  try {
    for (const { name } of tables) await beginRun(client, { tenantId, tableName: name }, 'full', now)
  } finally {
    client.release()
  }
}

async function applyAll(some: readonly Page[]): Promise<string> {
  const tenantId = newTenant()
  await openRuns(tenantId)
  const client = await database.pool.connect()
  try {
    for (const [index, page] of some.entries()) await apply(client, tenantId, page, index % 2 === 0)
  } finally {
    client.release()
  }
  return tenantId
}

/** Pages in any order, by their numbers, so that counterexamples are readable. */
const anyOrder = (isWanted: (page: Page) => boolean = () => true) => {
  const numbers = [...pages.keys()].filter((number) => isWanted(pages[number] as Page))
  return fc.shuffledSubarray(numbers, { minLength: numbers.length })
}
const pagesOf = (order: readonly number[]) => order.map((number) => pages[number] as Page)

test('all orders of pages of all tables end in the same tables', async () => {
  const plain = await applyAll(pages)
  const expected = await tenantContents(database.pool, plain)
  const derived = await readDerived(database.pool, plain)
  expect(derived.stored).toEqual(derived.expected)
  const property = fc.asyncProperty(anyOrder(), async (order) => {
    expect(await tenantContents(database.pool, await applyAll(pagesOf(order)))).toEqual(expected)
  })
  await hold('orders of pages', property, 4)
})

test('all interleavings of two workers on a tenant end in the same tables, without a deadlock', async () => {
  // Workers can conflict only on tables with derived values.
  const isRelated = ({ table: { name } }: Page) => derivedFrom(name).length + derivedIn(name).length > 0
  const expected = await tenantContents(database.pool, await applyAll(pages.filter(isRelated)))
  // As with table locks, all pages of a table belong to one worker.
  const split = fc.array(fc.nat(1), { minLength: tables.length, maxLength: tables.length })
  const turns = fc.array(fc.nat(1), { minLength: 64, maxLength: 64 })
  const property = fc.asyncProperty(anyOrder(isRelated), split, turns, async (order, owners, taken) => {
    const tenantId = newTenant()
    await openRuns(tenantId)
    const workers = [0, 1].map((worker) => async (client: pg.Client) => {
      const own = pagesOf(order).filter(({ table }) => owners[tables.indexOf(table)] === worker)
      for (const [index, page] of own.entries()) await apply(client, tenantId, page, index % 2 === 0)
    })
    await takeTurns({ url: database.url, pool: database.pool, turns: taken, workers })
    expect(await tenantContents(database.pool, tenantId)).toEqual(expected)
  })
  await hold('interleavings of two workers', property, 5)
})
