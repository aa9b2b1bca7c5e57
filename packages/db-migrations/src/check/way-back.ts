import { type CatalogObject, readCatalogObjects } from '../catalog.ts'
import { MigrationError } from '../errors.ts'
import { ensureLedger } from '../ledger.ts'
import {
  type Direction,
  defaultMigrationsDir,
  listMigrationFiles,
  loadMigration,
} from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'
import { applyMigration } from '../run/apply-migration.ts'
import { migrationError } from '../run/failure.ts'
import { openSession } from '../run/session.ts'
import { findDrift } from '../verify/drift.ts'
import type { Finding } from './finding.ts'

const rule = 'way-back'
/** Differences named in a finding. */
const named = 5

/**
 * Tries every migration in a scratch database: up, down and up again. The schema must be the same after down as before,
 * and after the second up as after the first. A migration with `down = false` is only applied. Stops after the first
 * migration that cannot be tried, since the later ones need its schema.
 * @param connectionString an empty database, which has the newest schema afterwards
 * @returns a finding per difference and failure
 * @throws {MigrationError} `INVALID_FILES`
 */
export async function tryWayBack(connectionString: string, dir = defaultMigrationsDir): Promise<Finding[]> {
  const client = await openSession({
    connectionString,
    applicationName: 'db-migrations check',
    lockTimeoutMs: 0,
  })
  try {
    await ensureLedger(client)
    const findings: Finding[] = []
    let before = await readCatalogObjects(client)
    for (const file of await listMigrationFiles(dir)) {
      const migration = await loadMigration(file)
      const report = (message: string, sql?: string) =>
        findings.push({ rule, migration: file.name, message, ...(sql !== undefined && { sql }) })
      /** @returns the schema afterwards; undefined if it failed */
      const run = async (what: string, direction: Direction) => {
        const plan = await planMigration(migration, direction)
        try {
          await applyMigration(client, plan)
          return await readCatalogObjects(client)
        } catch (thrown) {
          const error = migrationError(thrown, file.name)
          if (!(error instanceof MigrationError)) throw error
          report(`${what} failed: ${error.message} Later migrations were not tried.`, error.sql)
          return undefined
        }
      }
      const after = await run('up', 'up')
      if (!after) return findings
      if (migration.down === false) {
        before = after
        continue
      }
      const reverted = await run('down', 'down')
      if (!reverted) return findings
      const left = describeDifferences(before, reverted)
      if (left) report(`down does not restore the schema: ${left}.`)
      const again = await run('up after down', 'up')
      if (!again) return findings
      const other = describeDifferences(after, again)
      if (other) report(`up after down makes another schema than up: ${other}.`)
      before = again
    }
    return findings
  } finally {
    await client.end()
  }
}

function describeDifferences(
  expected: readonly CatalogObject[],
  found: readonly CatalogObject[],
): string | undefined {
  const differences = findDrift(expected, found).map(
    ({ problem, kind, name }) => `${problem} ${kind} ${name}`,
  )
  if (differences.length === 0) return undefined
  const more = differences.length - named
  return [...differences.slice(0, named), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
