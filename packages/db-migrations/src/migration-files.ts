import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { MigrationBuilder } from 'node-pg-migrate'
import { MigrationError } from './errors.ts'

/** Up applies a migration, down reverts it. */
export type Direction = 'up' | 'down'

type MigrationAction = (pgm: MigrationBuilder) => void | Promise<void>

/** One migration file. `name`, the file name without its extension, is recorded in the ledger. */
export interface MigrationFile {
  readonly number: number
  readonly name: string
  readonly path: string
}

export interface LoadedMigration extends MigrationFile {
  readonly up: MigrationAction
  /** `false`: cannot be reverted. */
  readonly down: MigrationAction | false
  /** Findings of `check` that are allowed, each with a reason. */
  readonly allow: readonly AllowedFinding[]
}

interface AllowedFinding {
  readonly rule: string
  readonly reason: string
}

/** The project's own migrations. */
export const defaultMigrationsDir = fileURLToPath(new URL('../migrations/', import.meta.url))

const fileName = /^(?<number>\d{3,})_[a-z0-9]+(?:_[a-z0-9]+)*\.(?:ts|js)$/

/**
 * Lists the migrations in `dir` by number, without loading them.
 * @throws {MigrationError} `INVALID_FILES` if a file has no number, or two have the same
 */
export async function listMigrationFiles(dir = defaultMigrationsDir): Promise<MigrationFile[]> {
  const names = await readdir(dir).catch((cause: unknown) => {
    throw new MigrationError('INVALID_FILES', `Cannot read the migrations in ${dir}.`, { cause })
  })
  const files = names.filter((name) => !name.startsWith('.')).map((name) => parse(dir, name))
  files.sort((a, b) => a.number - b.number)
  for (const [index, file] of files.entries()) {
    const previous = files[index - 1]
    if (previous?.number === file.number) {
      throw new MigrationError(
        'INVALID_FILES',
        `${previous.name} and ${file.name} have the same number; give the unapplied one the next free number.`,
      )
    }
  }
  return files
}

function parse(dir: string, name: string): MigrationFile {
  const number = fileName.exec(name)?.groups?.number
  if (number === undefined) {
    throw new MigrationError(
      'INVALID_FILES',
      `${name} is not a migration: expected NNN_name_in_lower_case.ts. Rename it, or move it out of ${dir}.`,
    )
  }
  return { number: Number(number), name: name.replace(/\.(?:ts|js)$/, ''), path: join(dir, name) }
}

/**
 * Loads a migration file.
 * @throws {MigrationError} `INVALID_FILES` if it cannot be loaded or lacks `up` or `down`
 */
export async function loadMigration(file: MigrationFile): Promise<LoadedMigration> {
  const module = (await import(pathToFileURL(file.path).href).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new MigrationError('INVALID_FILES', `${file.name} cannot be loaded: ${reason}`, {
      migration: file.name,
      cause,
    })
  })) as { up?: MigrationAction; down?: MigrationAction | false; allow?: readonly AllowedFinding[] }
  if (typeof module.up !== 'function' || (typeof module.down !== 'function' && module.down !== false)) {
    throw new MigrationError(
      'INVALID_FILES',
      `${file.name} must export \`up\` and \`down\` (or \`down = false\`).`,
      {
        migration: file.name,
      },
    )
  }
  return { ...file, up: module.up, down: module.down, allow: module.allow ?? [] }
}

/**
 * Writes a new, empty migration with the next number.
 * @returns its path
 * @throws {MigrationError} `USAGE` if the name is not lower_case_words
 */
export async function createMigrationFile(title: string, dir = defaultMigrationsDir): Promise<string> {
  const path = await nextMigrationPath(title, dir)
  await writeFile(path, template, { flag: 'wx' })
  return path
}

/**
 * The path of the next migration.
 * @throws {MigrationError} `USAGE` if the name is not lower_case_words
 */
export async function nextMigrationPath(title: string, dir = defaultMigrationsDir): Promise<string> {
  const slug = title.trim().replaceAll(/[\s-]+/g, '_')
  if (!/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(slug)) {
    throw new MigrationError(
      'USAGE',
      `Expected \`name\` to be lower-case words such as add_job_notes, got ${JSON.stringify(title)}.`,
    )
  }
  const last = (await listMigrationFiles(dir)).at(-1)?.number ?? 0
  return join(dir, `${String(last + 1).padStart(3, '0')}_${slug}.ts`)
}

const template = `import type { MigrationBuilder } from 'node-pg-migrate'

export function up(pgm: MigrationBuilder): void {
  pgm.sql('')
}

export function down(pgm: MigrationBuilder): void {
  pgm.sql('')
}
`
