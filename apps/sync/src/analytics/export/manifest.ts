import { readFile } from 'node:fs/promises'
import { UsageError } from 'cli-kit'

/** A file of an export, with the rows of a table of one tenant, and of a fact of one day. */
export interface ExportedFile {
  /** Relative to the folder of the export, with `/`. */
  readonly path: string
  /** The fact, or the dimension's table. */
  readonly table: string
  readonly tenantId: string
  /** As in `2026-11-01`; null: of rows without a day, and of dimensions. */
  readonly day: string | null
  readonly rows: number
  /** Numbers with more digits after the point than Parquet's type has. */
  readonly rounded: number
  readonly bytes: number
  /** SHA-256 of columns and rows: a file whose rows are unchanged is kept. */
  readonly hash: string
  /** The position of the feed of LAZI's records at which the rows were read. */
  readonly position: string
}

/** What is known of a tenant's facts in an export. */
export interface ExportedTenant {
  readonly tenantId: string
  /** The position of the feed of LAZI's records up to which the facts are computed. */
  readonly position: string
  /** The time zone of the days. */
  readonly timeZone: string
  /** The tables that were exported; those of the tenant that are not here are as they were exported before. */
  readonly tables: readonly string[]
  /** Facts that are being computed again, of which some rows may be of before. */
  readonly rebuilding: readonly string[]
}

/** The contents of an export. It is written last, so what it names is complete. */
export interface Manifest {
  readonly format: typeof manifestFormat
  /** The folder with the files, beside the manifest. */
  readonly directory: string
  /** When the snapshot was taken. */
  readonly exportedAt: string
  readonly tenants: readonly ExportedTenant[]
  readonly files: readonly ExportedFile[]
}

/** Rises when readers of the manifest must change. */
export const manifestFormat = 1

/**
 * Reads the manifest.
 * @returns null when there is none
 * @throws {UsageError} when the file is something else
 */
export async function readManifest(path: string): Promise<Manifest | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const manifest = parse(text)
  if (manifest?.format !== manifestFormat)
    throw new UsageError(`${path} was not written by this version: export into a new folder.`)
  return manifest
}

function parse(text: string): Manifest | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
