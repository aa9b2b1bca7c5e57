import { type Env, exitCode, notice, type OutputOptions, print, UsageError } from 'cli-kit'
import { createLogger } from 'cli-kit/logger'
import { readTenantId } from 'cli-kit/postgres'
import type pg from 'pg'
import { exportSeals } from '../../audit/export-seals.ts'
import { readLogs } from '../../audit/log.ts'
import { MissingKeyError, sealLog } from '../../audit/seal-log.ts'
import { readSealing } from '../../audit/settings.ts'
import { readDatabaseOptions, readLogLevel } from '../../config.ts'
import { withDatabase } from '../with-database.ts'

/**
 * `sync audit checkpoint`: seals what is open, where it has the key of the last seal, and prints notes only, so that its output is a file of checkpoints.
 * @returns the exit code: 1 when a seal could not be exported
 * @throws {UsageError} when the tenant has no log
 */
export async function auditCheckpoint(
  options: OutputOptions & { readonly tenant?: string },
  env: Env,
): Promise<number> {
  const given = options.tenant === undefined ? null : readTenantId(options.tenant)
  const sealing = readSealing(env, createLogger(readLogLevel(env, 'info')))
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const known = await readLogs(client)
    if (given !== null && !known.includes(given))
      throw new UsageError(`Tenant ${given} has no entry in the audit log yet.`)
    const checkpoints: { tenantId: string; size: number; note: string }[] = []
    const errors: string[] = []
    for (const tenantId of given === null ? known : [given]) {
      const now = new Date()
      await sealLog(client, tenantId, { now, key: sealing.key }).catch((error: unknown) => {
        if (!(error instanceof MissingKeyError)) throw error
        notice(`note: ${error.message} The newest seal that there is follows.`)
      })
      const { error } = await exportSeals(client, tenantId, sealing, now)
      if (error !== null) errors.push(`A seal of tenant ${tenantId} was not exported: ${error}.`)
      const newest = await readNewest(client, tenantId)
      if (newest) checkpoints.push({ tenantId, ...newest })
    }
    if (options.json) print(JSON.stringify({ ok: errors.length === 0, checkpoints, errors }))
    else for (const { note } of checkpoints) print(note)
    for (const error of errors) notice(error)
    return errors.length === 0 ? exitCode.done : exitCode.error
  })
}

async function readNewest(client: pg.ClientBase, tenantId: string) {
  const { rows } = await client.query<{ size: string; note: string }>(
    'SELECT size, note FROM audit.seals WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1',
    [tenantId],
  )
  const [newest] = rows
  return newest && { size: Number(newest.size), note: newest.note }
}
