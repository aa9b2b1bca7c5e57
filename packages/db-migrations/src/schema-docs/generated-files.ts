import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type pg from 'pg'
import { readCatalogObjects } from '../catalog.ts'
import { schemaNames } from '../protocol/schemas.ts'
import { catalogPath, renderCatalog } from './expected-catalog.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderSchemaSql } from './render-schema-sql.ts'
import { typesPath } from './stale-files.ts'
import { stampLine, stampOf } from './stamp.ts'

/** A file generated from the migrations. */
export interface GeneratedFile {
  readonly path: string
  readonly text: string
}

const packageDir = fileURLToPath(new URL('../../', import.meta.url))
const docsDir = fileURLToPath(new URL('../../../../docs/schema/', import.meta.url))

/** The schema pages of a migrated database, schema.sql, and the catalog that `verify` compares with. */
export async function generateDocs(client: pg.ClientBase): Promise<GeneratedFile[]> {
  const catalog = await readCatalogObjects(client)
  return [
    ...schemaNames.map((name) => ({
      path: join(docsDir, `${name}.md`),
      text: renderMarkdown(name, catalog),
    })),
    { path: join(packageDir, 'schema', 'schema.sql'), text: renderSchemaSql(catalog) },
    {
      path: join(packageDir, catalogPath),
      text: renderCatalog({ ...(await stampOf()), objects: catalog }),
    },
  ]
}

/** Row, insert and update types of each table, for Kysely and for typed SQL. */
export async function generateTypes(connectionString: string): Promise<GeneratedFile[]> {
  const path = join(packageDir, typesPath)
  const directory = await mkdtemp(join(tmpdir(), 'types-'))
  try {
    const out = join(directory, 'types.ts')
    const bin = join(
      dirname(createRequire(import.meta.url).resolve('kysely-codegen/package.json')),
      'dist',
      'cli',
      'bin.js',
    )
    const args = [
      '--dialect',
      'postgres',
      '--include-pattern',
      `(${schemaNames.join('|')}).*`,
      '--numeric-parser',
      'string',
      // Its default import is from a package that is not a dependency.
      '--custom-imports',
      '{"IPostgresInterval":"../interval.ts#IntervalParts"}',
      '--out-file',
      out,
    ]
    await promisify(execFile)(process.execPath, [bin, ...args, '--url', connectionString])
    return [{ path, text: stampLine(await stampOf()) + (await readFile(out, 'utf8')) }]
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** The files whose text on disk differs. */
export async function staleFiles(files: readonly GeneratedFile[]): Promise<string[]> {
  const stale: string[] = []
  for (const { path, text } of files) {
    if ((await readFile(path, 'utf8').catch(() => undefined)) !== text) stale.push(path)
  }
  return stale
}

export async function writeFiles(files: readonly GeneratedFile[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
}
