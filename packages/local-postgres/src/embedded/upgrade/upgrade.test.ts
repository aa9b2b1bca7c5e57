import { globSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type TestContext, test } from 'vitest'
import { query, runFixture, temporaryDataDir } from '../../../test/support.ts'
import { resolvePostgres } from '../../resolve-postgres.ts'
import { createCluster, readPassword } from '../cluster.ts'
import { stopEmbeddedServer } from '../control.ts'
import { embeddedUrl } from '../embedded-server.ts'
import { createTraversable } from '../home/directories.ts'
import { findHome, type Home } from '../home/home.ts'
import { type Binaries, findBinaries, readBinaries } from '../process/binaries.ts'
import { startServer } from '../process/start-server.ts'
import { stopServer } from '../process/stop-server.ts'
import { deleteKept, upgradeEmbeddedServer } from './upgrade.ts'

type Old = { dataDir: string; home: Home; binaries: Binaries; bin: string }

/** Data of the Linux distribution's PostgreSQL, with one row. */
async function createOld({ skip }: TestContext): Promise<Old> {
  const dataDir = await temporaryDataDir()
  const home = await findHome(dataDir, () => {})
  const [bin] = globSync('/usr/lib/postgresql/*/bin/postgres').map((file) => file.replace(/\/postgres$/, ''))
  if (bin === undefined) {
    throw new Error(
      'The PostgreSQL server of the distribution is not installed. Run: sudo scripts/install-test-tools.sh',
    )
  }
  const binaries = await readBinaries(bin)
  const { major } = await findBinaries(home.user, () => {})
  if (binaries.major >= major) skip(`${bin} is not older than the embedded server`)
  await createTraversable(home.directory, home.user)
  await createCluster(home, binaries, { settings: {}, noSync: true })
  const old = { dataDir, home, binaries, bin }
  await onOld(old, async (url) => {
    await query(url('postgres'), 'CREATE DATABASE lazi')
    await query(url('lazi'), `CREATE TABLE kept AS SELECT 'row' AS value`)
  })
  return old
}

/** Runs the old server with the old data. */
async function onOld<T>(
  { home, binaries }: Old,
  work: (url: (database: string) => string) => Promise<T>,
): Promise<T> {
  const { port } = await startServer(home, binaries, { onEvent: () => {} })
  const password = await readPassword(home)
  try {
    return await work((database) => embeddedUrl(password, port, database))
  } finally {
    await stopServer(home, binaries, 'fast')
  }
}

const valueSql = `SELECT value, current_setting('server_version_num')::int / 10000 AS major FROM kept`

// Three upgrades, each of which creates and starts servers.
const timeout = 900_000

test('a killed upgrade leaves the old data complete, or the next command finishes it', {
  timeout,
}, async (context) => {
  const old = await createOld(context)
  const { dataDir, home, binaries, bin } = old
  await expect(resolvePostgres({ dataDir })).rejects.toMatchObject({
    code: 'version_mismatch',
    message: expect.stringContaining('pnpm postgres upgrade'),
  })
  const upgradeUntil = (point: string) => runFixture('upgrade-fixture.ts', [dataDir, bin, point]).ended

  // While both servers run; then with new data that is complete and not yet used.
  for (const point of ['moving', 'verified']) {
    expect(await upgradeUntil(point)).toBe('SIGKILL')
    expect(await readFile(join(home.cluster, 'PG_VERSION'), 'utf8')).toBe(`${binaries.major}\n`)
    const rows = await onOld(old, (url) => query(url('lazi'), valueSql))
    expect(rows).toEqual([{ value: 'row', major: binaries.major }])
  }
  // Between the two renames: the next command that needs the server finishes the swap.
  expect(await upgradeUntil('moved')).toBe('SIGKILL')
  expect(await readdir(home.directory)).not.toContain('cluster')
  const { url } = await resolvePostgres({ dataDir })
  const { major } = await findBinaries(home.user, () => {})
  expect(await query(url, valueSql)).toEqual([{ value: 'row', major }])
  expect(await readdir(home.directory)).toContain(`cluster-${binaries.major}`)
  expect(await readdir(home.directory)).not.toContain('upgrade')

  const transfer = async () => {
    throw new Error('not called')
  }
  const again = await upgradeEmbeddedServer({ dataDir, database: 'lazi', onEvent: () => {}, transfer })
  expect(again).toMatchObject({ from: major, to: major })
  await stopEmbeddedServer(dataDir, () => {})
  expect(await deleteKept(dataDir, () => {})).toEqual([`${home.cluster}-${binaries.major}`])
  expect(await readdir(home.directory)).toContain('cluster')
})

test('an upgrade that fails, or lacks the old programs, changes nothing', async (context) => {
  const old = await createOld(context)
  const { dataDir, home, binaries, bin } = old
  const upgrade = (oldBin: string) =>
    upgradeEmbeddedServer({
      dataDir,
      oldBin,
      database: 'lazi',
      onEvent: () => {},
      transfer: async () => {
        throw new Error('the transfer failed')
      },
    })
  await expect(upgrade(bin)).rejects.toThrow('the transfer failed')
  await expect(upgrade(join(dataDir, 'none'))).rejects.toMatchObject({ code: 'no_binaries' })
  const { postgres } = await findBinaries(undefined, () => {})
  await expect(upgrade(join(postgres, '..'))).rejects.toThrow(
    `but the data was created by PostgreSQL ${binaries.major}.`,
  )
  expect((await readdir(home.directory)).toSorted()).toEqual(expect.not.arrayContaining(['upgrade']))
  const rows = await onOld(old, (url) => query(url('lazi'), valueSql))
  expect(rows).toEqual([{ value: 'row', major: binaries.major }])
})
