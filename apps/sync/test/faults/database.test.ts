import { existsSync } from 'node:fs'
import { chown, lstat, rename, rm, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { errorText } from 'cli-kit'
import { createTestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableOf, tables } from '../../src/cache/tables.ts'
import { type OwnServer, startOwnServer } from '../support/own-server.ts'
import { connectStepped, pidOf } from '../support/stepped-client.ts'
import { connect, openAlone, openTenant } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

const jobs = tableOf('jobs')

describe('a read-only database', () => {
  test('fails every run without effect, and nothing is missing later', async () => {
    await using tenant = await openAlone()
    const name = new URL(tenant.databaseUrl).pathname.slice(1)
    await tenant.pool.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    for (const table of tables.slice(0, 2)) await expect(tenant.sync(table)).rejects.toThrow(/read-only/)
    const { rows } = await tenant.pool.query('SELECT count(*)::integer AS runs FROM raw.sync_runs')
    expect(rows).toEqual([{ runs: 0 }])
    await tenant.pool.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`)
    await tenant.syncAll()
    await expectWhole(tenant)
  })

  test('fails a run in the middle, as after a failover, and the next run resumes', async () => {
    await using tenant = await openAlone()
    const client = await connect(tenant.databaseUrl)
    try {
      let turned: Promise<unknown> | undefined
      const onProgress = () => {
        turned ??= client.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY')
      }
      const failure = await tenant.sync(jobs, { client, onProgress }).catch((error: unknown) => error)
      await turned
      expect(errorText(failure)).toMatch(/read-only/)
      expect(errorText(failure)).toMatch(/could not be closed/)
    } finally {
      await client.end()
    }
    await tenant.syncAll()
    await expectWhole(tenant)
  })
})

// The file of an empty table is replaced by /dev/full, for which the kernel fails every write with ENOSPC; all other
// files of the server can be written.
const noDevice = existsSync('/dev/full') ? false : 'there is no /dev/full on this system'

describe.skipIf(noDevice)('disk full', () => {
  let server: OwnServer
  beforeAll(async () => {
    server = await startOwnServer()
  })
  afterAll(() => server.close())

  async function fileOf(relation: string): Promise<string> {
    const { rows } = await server.pool.query(
      `SELECT current_setting('data_directory') AS directory, pg_relation_filepath($1) AS path`,
      [relation],
    )
    return join(rows[0].directory, rows[0].path)
  }

  test.each(['raw.st_jobs', 'raw.full_sync_pages', 'raw.sync_runs'])('of %s', async (relation) => {
    await using tenant = await openTenant(server)
    await server.pool.query(`TRUNCATE ${relation}`)
    const file = await fileOf(relation)
    const { uid, gid } = await stat(file)
    await server.pool.query('CHECKPOINT')
    await rename(file, `${file}.kept`)
    await symlink('/dev/full', file)
    await chown(file, uid, gid).catch(() => undefined)
    try {
      await expect(tenant.sync(jobs)).rejects.toThrow(/No space left on device/)
      expect((await lstat(file)).isSymbolicLink()).toBe(true)
    } finally {
      await rm(file)
      await rename(`${file}.kept`, file)
    }
    const { rows } = await server.pool.query(
      `SELECT status, last_error FROM raw.sync_state WHERE tenant_id = $1`,
      [tenant.tenantId],
    )
    if (relation !== 'raw.sync_runs') {
      expect(rows).toEqual([
        { status: 'failed', last_error: expect.stringContaining('No space left on device') },
      ])
    }
    await tenant.syncAll()
    await expectWhole(tenant)
  })
})

test('a connection that an administrator terminates during a run loses nothing', async () => {
  const database = await createTestDatabase()
  try {
    await using tenant = await openTenant(database)
    const client = await connectStepped(database.url, {
      async after(_text, isCommit) {
        if (isCommit) commits += 1
        // The run has written a page; the backend is terminated before the next statement.
        if (commits !== 2 || isEnded) return
        isEnded = true
        await database.pool.query('SELECT pg_terminate_backend($1, 60000)', [pidOf(client)])
      },
    })
    let commits = 0
    let isEnded = false
    await expect(tenant.sync(jobs, { client })).rejects.toThrow(
      'The session with PostgreSQL ended: terminating connection due to administrator command',
    )
    const { rows } = await tenant.pool.query(
      'SELECT count(*)::integer AS jobs FROM raw.st_jobs WHERE tenant_id = $1',
      [tenant.tenantId],
    )
    expect(rows).toEqual([{ jobs: 10 }])
    await tenant.syncAll()
    await expectWhole(tenant)
  } finally {
    await database.close()
  }
})
