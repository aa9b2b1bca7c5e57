import { listMigrationFiles } from '../migration-files.ts'
import { type DeletedData, findDeletedData } from '../plan/deleted-data.ts'

/** What reverting a migration deletes. */
export interface Loss {
  readonly migration: string
  /** Tables, columns and rows, such as `table raw.notes`. */
  readonly objects: readonly string[]
}

/**
 * What the way back of each migration deletes. Needs no database. Migrations that delete nothing, or have no
 * way back, are omitted.
 * @throws {MigrationError} `INVALID_FILES`
 */
export async function findLosses(dir?: string): Promise<Loss[]> {
  const losses: Loss[] = []
  for (const file of await listMigrationFiles(dir)) {
    const objects = new Set((await findDeletedData(file)).map(describe))
    if (objects.size > 0) losses.push({ migration: file.name, objects: [...objects] })
  }
  return losses
}

function describe({ kind, name, column }: DeletedData): string {
  if (kind === 'rows') return `rows of ${name}`
  return `${kind} ${column === undefined ? name : `${name}.${column}`}`
}
