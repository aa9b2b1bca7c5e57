import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exitCode, notice, type OutputOptions, print } from 'cli-kit'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'
import { eject as writeEjected } from '../export/eject.ts'
import { differentSql, exportSql, writeSql } from '../export/export-sql.ts'
import { createMigrator } from '../migrator.ts'
import {
  type GeneratedFile,
  generateDocs,
  generateTypes,
  staleFiles,
  writeFiles,
} from '../schema-docs/generated-files.ts'
import { fromCaller } from './config.ts'

interface FileOptions extends OutputOptions {
  /** Write nothing; exit with code 3 if a file is stale. */
  readonly check?: boolean
}

const packageDir = fileURLToPath(new URL('../../', import.meta.url))

/** `export-sql`: writes the migrations as files for psql. */
export async function exportSqlFiles(options: FileOptions & { out?: string }): Promise<number> {
  const out = options.out === undefined ? resolve(packageDir, 'sql') : fromCaller(options.out)
  const files = await exportSql()
  if (options.check)
    return report(
      options,
      (await differentSql(out, files)).map((path) => resolve(out, path)),
      'export-sql',
    )
  await writeSql(out, files)
  return report(
    options,
    files.map(({ path }) => resolve(out, path)),
  )
}

/** `eject`: writes a directory that the stock node-pg-migrate CLI can run. */
export async function eject(options: OutputOptions & { out: string }): Promise<number> {
  return report(options, await writeEjected(fromCaller(options.out)))
}

/** `docs`: writes pages about the schema, schema.sql, and the catalog that `verify` compares with. */
export async function docs(options: FileOptions): Promise<number> {
  return generate(options, 'docs', async (url) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return await generateDocs(client)
    } finally {
      await client.end()
    }
  })
}

/** `types`: writes the row types of all tables. */
export async function types(options: FileOptions): Promise<number> {
  return generate(options, 'types', generateTypes)
}

/** Generates from a temporary server, independent of the developer's database. */
async function generate(
  options: FileOptions,
  command: string,
  createFiles: (url: string) => Promise<GeneratedFile[]>,
): Promise<number> {
  await using server = await startTemporaryPostgres({ inMemory: true })
  await createMigrator({ connectionString: server.url }).up()
  const files = await createFiles(server.url)
  if (options.check) return report(options, await staleFiles(files), command)
  await writeFiles(files)
  return report(
    options,
    files.map(({ path }) => path),
  )
}

function report(options: FileOptions, paths: readonly string[], command?: string): number {
  const shown = paths.map((path) => relative(process.env.INIT_CWD ?? process.cwd(), path))
  const isStale = options.check === true && paths.length > 0
  if (options.json) print(JSON.stringify({ ok: !isStale, [options.check ? 'stale' : 'written']: shown }))
  else if (options.check && !isStale) print('All files are current.')
  else for (const path of shown) print(path)
  if (isStale) notice(`error: not current. Run: pnpm --filter db-migrations run ${command}`)
  return isStale ? exitCode.drift : exitCode.done
}
