import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCheckpoints } from '../../src/audit/verify/checkpoints.ts'
import { connect } from '../../src/database.ts'
import { writeEntries } from '../support/audit-log.ts'
import { runHere, startCommand } from '../support/command.ts'
import { count, rounds, startClock } from '../support/effort.ts'

let database: TestDatabase
let client: pg.Client
let folder: string
const file = (name: string) => join(folder, name)
beforeEach(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
  folder = mkdtempSync(join(tmpdir(), 'seal-kill-'))
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(file('key'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(file('public'), publicKey.export({ type: 'spki', format: 'pem' }))
})
afterEach(async () => {
  await client.end()
  await database.close()
  rmSync(folder, { recursive: true })
})

const env = () => ({
  DATABASE_URL: database.url,
  LAZI_AUDIT_KEY_FILE: file('key'),
  LAZI_AUDIT_EXPORT_FILE: file('exported'),
})
const checkpoint = ['audit', 'checkpoint', '--tenant', '7'] as const

interface Seals {
  readonly sizes: readonly number[]
  readonly unexported: number
  /** How many notes the file has. */
  readonly notes: number
}

async function readSeals(): Promise<Seals> {
  const { rows } = await database.pool.query<{ size: string; isExported: boolean }>(
    'SELECT size, exported_at IS NOT NULL AS "isExported" FROM audit.seals WHERE tenant_id = 7 ORDER BY size',
  )
  return {
    sizes: rows.map(({ size }) => Number(size)),
    unexported: rows.filter(({ isExported }) => !isExported).length,
    notes: existsSync(file('exported')) ? readCheckpoints(file('exported')).notes.length : 0,
  }
}

/** Kills `sync audit checkpoint` with SIGKILL while it waits for a lock. */
async function killAt(lock: string): Promise<void> {
  const holder = await database.pool.connect()
  try {
    await holder.query(`BEGIN; ${lock}`)
    const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const { child, result } = startCommand(checkpoint, env())
    // Not a session of a killed command, which may not have ended yet.
    const waiting = `SELECT FROM pg_stat_activity
                      WHERE datname = current_database() AND $1 = ANY (pg_blocking_pids(pid))`
    const isWaiting = async () => (await database.pool.query(waiting, [rows[0]?.pid])).rowCount === 1
    while (!(await isWaiting()) && child.exitCode === null) await sleep(2)
    child.kill('SIGKILL')
    expect(await result).toMatchObject({ signal: 'SIGKILL' })
  } finally {
    await holder.query('ROLLBACK')
    holder.release()
  }
}

const writingSeals = 'LOCK TABLE audit.seals IN SHARE MODE'
const exporting = `SELECT pg_advisory_xact_lock(hashtextextended('lazi.audit_export:7', 0))`

test('SIGKILL of a sealing at any step leaves no gap, no fork, and no seal that is never exported', async () => {
  const hasTime = startClock()
  let kills = 0
  let length = 0
  for (let round = 0; round < rounds(2, 50) && hasTime(); round += 1) {
    await writeEntries(client, '7', 3)
    length += 3
    const before = await readSeals()

    // The entries are read and the root is computed.
    await killAt(writingSeals)
    expect(await readSeals()).toEqual(before)

    // The seal is committed, and not exported.
    await killAt(exporting)
    const sizes = [...before.sizes, length]
    expect(await readSeals()).toEqual({ sizes, unexported: 1, notes: before.notes })

    // The note is in the file, and the database does not say so.
    await killAt(writingSeals)
    expect(await readSeals()).toEqual({ sizes, unexported: 1, notes: before.notes + 1 })
    kills += 3

    await writeEntries(client, '7', 2)
    length += 2
    expect(await runHere(checkpoint, env())).toMatchObject({ code: 0 })
    const after = await readSeals()
    expect(after).toEqual({ sizes: [...sizes, length], unexported: 0, notes: before.notes + 3 })
  }
  count('SIGKILL of a sealing', kills)

  const { notes, unreadable } = readCheckpoints(file('exported'))
  expect(unreadable).toBe(0)
  const { sizes } = await readSeals()
  expect([...new Set(notes.map(({ size }) => size))]).toEqual(sizes)
  const given = ['--checkpoint', file('exported'), '--public-key', file('public')] as const
  const verified = await runHere(['audit', 'verify', '--tenant', '7', '--json', ...given], env())
  expect({ code: verified.code, logs: JSON.parse(verified.stdout).logs }).toMatchObject({
    code: 0,
    logs: [{ outcome: 'ok', fromSeq: 1, toSeq: length, sealedTo: length, seals: sizes.length, unsigned: 0 }],
  })
  expect(readFileSync(file('exported'), 'utf8')).toMatch(/\n\n— lazi-data \S+\n\n$/)
})
