import { exitCode, formatCount, notice, type OutputOptions, print } from 'cli-kit'
import { dumpDatabase } from '../dump/dump-database.ts'
import type { TableSum } from '../dump/format.ts'
import { restoreDatabase } from '../dump/restore-database.ts'
import { fromCaller, type Process, resolveDatabase } from './config.ts'

/** `dump`: writes the rows of every table into one file. */
export async function dump(file: string, options: OutputOptions, { env, signal }: Process): Promise<number> {
  await using database = await resolveDatabase(env)
  notice(`Dumping ${database.description}.`)
  const target = fromCaller(file)
  const result = await dumpDatabase({ connectionString: database.url, file: target, signal, onTable: report })
  const { tables, leftOut, migrations } = result
  if (leftOut.length > 0)
    notice(`warning: not in the dump, since they are not of this project: ${leftOut.join(', ')}`)
  if (options.json) print(JSON.stringify({ ok: true, ...result, database: database.description }))
  else print(`Dumped ${sumOf(tables)}, schema ${migrations.at(-1)}, into ${target}`)
  return exitCode.done
}

/** `restore`: restores a dump into a database without rows. */
export async function restore(
  file: string,
  options: OutputOptions,
  { env, signal }: Process,
): Promise<number> {
  await using database = await resolveDatabase(env)
  notice(`Restoring into ${database.description}.`)
  const source = fromCaller(file)
  const { tables, applied } = await restoreDatabase({
    connectionString: database.url,
    file: source,
    signal,
    onTable: report,
  })
  if (options.json)
    print(JSON.stringify({ ok: true, file: source, tables, applied, database: database.description }))
  else {
    if (applied.length > 0) print(`Applied ${applied.length} migration(s) that the dump did not have.`)
    print(`Restored ${sumOf(tables)}.`)
  }
  return exitCode.done
}

/** Progress; empty tables are not worth a line. */
export function report({ table, rows }: TableSum): void {
  if (rows > 0) notice(`  ${table}: ${formatCount(rows)} rows`)
}

export function sumOf(tables: readonly TableSum[]): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return `${formatCount(rows)} rows of ${tables.length} tables`
}
