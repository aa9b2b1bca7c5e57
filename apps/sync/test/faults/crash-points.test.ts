import type { RunKind } from 'db-migrations/protocol'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { seed } from '../support/effort.ts'
import { connectStepped, pidOf } from '../support/stepped-client.ts'
import { type FaultTenant, lagMs, openTenant } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

const appointments = tableOf('appointments')
const campaigns = tableOf('campaigns')

// The state after a crash depends only on the commits before it. So these are all crash points of a run: after each of
// its commits, with the answer received or lost.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const sizes = { locations: 2, jobs: 5, appointments: 7, technicians: 2 }
const open = () => openTenant(database, { sizes, sandbox: { exportPageSize: 4 } })

/** Terminates the connection after a number of commits. */
async function connectCut(
  { databaseUrl, pool }: FaultTenant,
  { commits, isAnswerLost }: { commits: number; isAnswerLost: boolean },
) {
  let seen = 0
  const client = await connectStepped(databaseUrl, {
    async after(_text, isCommit) {
      if (!isCommit) return
      seen += 1
      if (seen !== commits) return
      await pool.query('SELECT pg_terminate_backend($1, 10_000)', [pidOf(client)])
      if (isAnswerLost) throw new Error('The answer was lost.')
    },
  })
  return { client, wasCut: () => seen >= commits }
}

const cases: readonly { name: string; kind: RunKind; isFirst?: boolean; table: typeof appointments }[] = [
  { name: 'a first full run of a feed', kind: 'full', isFirst: true, table: appointments },
  { name: 'a first full run of a list', kind: 'full', isFirst: true, table: campaigns },
  { name: 'a full run of a feed, with tombstones', kind: 'full', table: appointments },
  { name: 'a full run of a list, with tombstones', kind: 'full', table: campaigns },
  { name: 'an incremental run of a feed', kind: 'incremental', table: appointments },
  { name: 'an incremental run of a list', kind: 'incremental', table: campaigns },
  { name: 'a hot run', kind: 'hot', table: appointments },
  { name: 'a verify run that repairs rows', kind: 'verify', table: appointments },
]

describe.each(cases)('$name', ({ kind, isFirst = false, table }) => {
  test('resumes after a crash at each of its commits, with every second answer lost', async () => {
    let commits = 1
    for (; ; commits += 1) {
      await using tenant = await open()
      if (!isFirst) await prepare(tenant)
      const cut = await connectCut(tenant, { commits, isAnswerLost: (commits + seed) % 2 === 0 })
      await tenant.sync(table, { client: cut.client, kind }).catch(() => undefined)
      await cut.client.end().catch(() => undefined)
      await tenant.sync(table, { kind })
      await expectWhole(tenant, { tables: isFirst ? [table] : [appointments, campaigns] })
      if (!cut.wasCut()) break
    }
    // The beginning, at least one page, and the end, after which nothing is committed.
    expect(commits).toBeGreaterThan(3)
  })

  /** A table in sync, and then the changes that the run is to read. */
  async function prepare(tenant: FaultTenant): Promise<void> {
    const { sandbox, id } = tenant
    const { resource } = table
    if (kind === 'verify') sandbox.addFault({ path: '/*/export/*', drop: 2, times: 1 })
    await tenant.syncAll({}, [appointments, campaigns])
    const [first, second, ...others] = [...sandbox.records(id, resource)]
    for (const record of others.slice(0, 4))
      sandbox.update(id, resource, record.id, { active: !record.active })
    sandbox.insert(id, resource, {})
    if (kind === 'full') for (const deleted of [first, second]) sandbox.remove(id, resource, deleted?.id ?? 0)
    sandbox.clock.advance(lagMs)
  }
})
