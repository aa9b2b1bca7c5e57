import { readFile, rename, writeFile } from 'node:fs/promises'
import type pg from 'pg'

// A database that is restored in place, as from a snapshot of its disk, cannot know by itself that it is older than what was
// sent. So a worker can keep a file, which is not restored with the database, with the newest change of each tenant before
// it sends something. If the database lacks that change, it is older.

/** A position in the feed of a tenant's records, with its last change. */
interface SentPosition {
  readonly epoch: string
  readonly seq: string
  /** When that change was made; null: it was removed from the feed already. */
  readonly at: string | null
}

type Noted = Readonly<Record<string, SentPosition>>

/** What this worker has noted outside of the database. */
export interface PushNotes {
  /** Notes where the feed of a tenant's records is, before something is sent. */
  note(client: pg.ClientBase | pg.Pool, tenantId: string): Promise<void>
  /**
   * Stops the sending of tenants of which the database lacks a change that was noted, until a person confirms it.
   * @returns these tenants
   */
  check(client: pg.ClientBase | pg.Pool): Promise<readonly string[]>
}

/** Where the feed of a tenant's records is. */
async function readPosition(
  client: pg.ClientBase | pg.Pool,
  tenantId: string,
): Promise<SentPosition | undefined> {
  const { rows } = await client.query<SentPosition>(
    `SELECT position.epoch::text, position.last_seq::text AS seq, change.at::text
       FROM lazi.change_positions AS position
       LEFT JOIN lazi.changes AS change ON change.tenant_id = position.tenant_id AND change.seq = position.last_seq
      WHERE position.tenant_id = $1`,
    [tenantId],
  )
  return rows[0]
}

/** Keeps notes in a file. @param file of this worker alone; null: nothing is noted */
export function createPushNotes(file: string | null): PushNotes {
  if (file === null) return { note: () => Promise.resolve(), check: () => Promise.resolve([]) }
  let noted: Promise<Noted> = read(file)
  const change = (next: (before: Noted) => Noted) => {
    const written = noted.then(async (before) => {
      const after = next(before)
      await write(file, after)
      return after
    })
    // After a failure, the next change begins with what was noted last.
    const before = noted
    noted = written.catch(() => before)
    return written.then(() => undefined)
  }
  return {
    async note(client, tenantId) {
      const position = await readPosition(client, tenantId)
      if (position !== undefined) await change((before) => ({ ...before, [tenantId]: position }))
    },
    async check(client) {
      const older: string[] = []
      for (const [tenantId, position] of Object.entries(await noted))
        if (await isOlder(client, tenantId, position)) older.push(tenantId)
      if (older.length === 0) return older
      for (const tenantId of older)
        await client.query(
          `UPDATE sync.domains SET sends_from = 'older' WHERE tenant_id = $1 AND mode = 'hybrid'`,
          [tenantId],
        )
      await change((before) =>
        Object.fromEntries(Object.entries(before).filter(([tenantId]) => !older.includes(tenantId))),
      )
      return older
    },
  }
}

async function isOlder(
  client: pg.ClientBase | pg.Pool,
  tenantId: string,
  { epoch, seq, at }: SentPosition,
): Promise<boolean> {
  const { rows } = await client.query<{ isOlder: boolean }>(
    `SELECT position.last_seq < $3::bigint
            OR (position.trimmed_seq < $3::bigint AND NOT EXISTS (
                 SELECT FROM lazi.changes AS change
                  WHERE change.tenant_id = position.tenant_id AND change.seq = $3::bigint
                    AND coalesce(change.at = $4::timestamptz, true))) AS "isOlder"
       FROM lazi.change_positions AS position
      WHERE position.tenant_id = $1 AND position.epoch = $2::uuid`,
    [tenantId, epoch, seq, at],
  )
  return rows[0]?.isOlder ?? false
}

async function read(file: string): Promise<Noted> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new Error(`${file} cannot be read: ${error}`)
  }
}

async function write(file: string, noted: Noted): Promise<void> {
  const next = `${file}.new`
  await writeFile(next, `${JSON.stringify(noted)}\n`, { mode: 0o600 })
  await rename(next, file)
}
