import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CatalogObject } from '../catalog.ts'
import { defaultMigrationsDir } from '../migration-files.ts'
import type { Stamp } from './stamp.ts'

/** The catalog that all migrations produce, as `docs` writes it to `schema/catalog.json`. */
export interface ExpectedCatalog extends Stamp {
  readonly objects: readonly CatalogObject[]
}

export const catalogPath = join('schema', 'catalog.json')

/** The text of `schema/catalog.json`: the stamp on the first line, then one line per value. */
export function renderCatalog({ migration, sql, objects }: ExpectedCatalog): string {
  const stamp = JSON.stringify({ migration, sql }).slice(0, -1)
  return `${stamp},"objects":${JSON.stringify(objects, null, 1)}}\n`
}

/**
 * Reads `schema/catalog.json`.
 * @param dir the folder of the migrations, next to which `schema/` is
 * @returns undefined if there is no such file, or it cannot be read, as after a merge with conflicts
 */
export async function readExpectedCatalog(dir = defaultMigrationsDir): Promise<ExpectedCatalog | undefined> {
  const text = await readFile(join(dirname(dir), catalogPath), 'utf8').catch(() => '')
  try {
    const catalog = JSON.parse(text) as Partial<ExpectedCatalog>
    return Array.isArray(catalog.objects) && typeof catalog.sql === 'string'
      ? (catalog as ExpectedCatalog)
      : undefined
  } catch {
    return undefined
  }
}
