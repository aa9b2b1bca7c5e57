import { open } from 'node:fs/promises'
import { errorText } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import type { Sealing } from './settings.ts'

const BATCH = 100

/** What {@link exportSeals} did. */
export interface Exported {
  readonly exported: number
  /** Why it stopped; null: all seals are exported. */
  readonly error: string | null
}

/**
 * Writes the notes of a tenant's seals that are not exported yet outside the database: appended to a file if one is
 * configured, and always as a line of the log. A process that ends in between exports a note twice, and none too few.
 * @returns the error with which it stopped, which is stored too; the next call tries again
 */
export async function exportSeals(
  client: pg.ClientBase,
  tenantId: string,
  sealing: Sealing,
  now: Date,
): Promise<Exported> {
  let total = 0
  for (;;) {
    const { exported, error } = await inTransaction(client, () => exportNext(client, tenantId, sealing, now))
    total += exported
    if (error !== null || exported < BATCH) return { exported: total, error }
  }
}

/** Exports as {@link exportSeals} does, in the caller's transaction. */
export async function exportRest(
  client: pg.ClientBase,
  tenantId: string,
  sealing: Sealing,
  now: Date,
): Promise<string | null> {
  for (;;) {
    const { exported, error } = await exportNext(client, tenantId, sealing, now)
    if (error !== null || exported < BATCH) return error
  }
}

async function exportNext(
  client: pg.ClientBase,
  tenantId: string,
  sealing: Sealing,
  now: Date,
): Promise<Exported> {
  // Two exporters take turns, so that a note is not written by each.
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('lazi.audit_export:' || $1::text, 0))`, [
    tenantId,
  ])
  const { rows } = await client.query<{ size: string; note: string }>(
    'SELECT size, note FROM audit.seals WHERE tenant_id = $1 AND exported_at IS NULL ORDER BY size LIMIT $2',
    [tenantId, BATCH],
  )
  let exported = 0
  for (const { size, note } of rows) {
    const error = await writeOut(sealing, { tenantId, size, note })
    await client.query(
      'UPDATE audit.seals SET exported_at = $3, export_error = $4 WHERE tenant_id = $1 AND size = $2',
      [tenantId, size, error === null ? now : null, error],
    )
    if (error !== null) return { exported, error }
    exported++
  }
  return { exported, error: null }
}

interface SealNote {
  readonly tenantId: string
  readonly size: string
  readonly note: string
}

/** @returns the error; null: it is written */
async function writeOut({ exportFile, logger }: Sealing, seal: SealNote): Promise<string | null> {
  if (exportFile === null && !logger.isLevelEnabled('info'))
    return 'LOG_LEVEL hides the line of the log, and LAZI_AUDIT_EXPORT_FILE is not set'
  try {
    if (exportFile !== null) await append(exportFile, seal.note)
    logger.info({ tenant: seal.tenantId, size: Number(seal.size), note: seal.note }, 'audit checkpoint')
    return null
  } catch (error) {
    return errorText(error)
  }
}

/** Appends a note and an empty line, on the disk when this returns. */
async function append(file: string, note: string): Promise<void> {
  const handle = await open(file, 'a+', 0o600)
  try {
    const { size } = await handle.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await handle.read(last, 0, 1, size - 1)
    // A process that was killed may have left half a note.
    const isWithinLine = size > 0 && last.toString() !== '\n'
    await handle.appendFile(`${isWithinLine ? '\n' : ''}${note}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
