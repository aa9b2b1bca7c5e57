import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { runHere } from './command.ts'
import { openDuckDB } from './duckdb.ts'

/** A file of an export, as the manifest has it. */
interface File {
  readonly path: string
  readonly table: string
  readonly tenantId: string
  readonly day: string | null
  readonly rows: number
  readonly hash: string
  readonly position: string
}

interface Manifest {
  readonly directory: string
  readonly tenants: readonly { readonly tenantId: string; readonly position: string }[]
  readonly files: readonly File[]
}

interface Counts {
  readonly rows: number
  readonly rounded: number
  readonly written: number
  readonly kept: number
  readonly removed: number
}

/** A temporary folder of exports, and a DuckDB that reads them. */
export interface Exports extends AsyncDisposable {
  readonly folder: string
  /** Arguments of a command that exports into the folder. */
  readonly args: readonly string[]
  /** Exports. @returns what the command printed, and its counts by table */
  run(...args: string[]): Promise<{
    readonly code: number | null
    readonly stderr: string
    // biome-ignore lint/suspicious/noExplicitAny: the test knows what it prints
    readonly result: any
    readonly counts: Readonly<Record<string, Counts>>
  }>
  manifest(): Promise<Manifest>
  /** Rows that DuckDB reads from a fact of the current export, named `fact` in the query. */
  query(table: string, sql: string): Promise<Record<string, unknown>[]>
  /** What DuckDB answers to statements. */
  duckdb(sql: string): Promise<Record<string, unknown>[]>
}

/**
 * Opens a folder in which nothing was exported yet.
 * @param facts those that are exported @default all
 */
export async function openExports(
  account: Pick<Account, 'env'>,
  facts: readonly string[] = [],
): Promise<Exports> {
  const parent = await mkdtemp(join(tmpdir(), 'export-'))
  const folder = join(parent, 'facts')
  const duck = await openDuckDB()
  const manifest = async () => JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  const args = ['analytics', 'export', '--parquet', folder, ...facts.flatMap((fact) => ['--fact', fact])]
  return {
    folder,
    args,
    manifest,
    duckdb: duck.query,
    async run(...more) {
      const { code, stdout, stderr } = await runHere([...args, '--json', ...more], account.env)
      const result = stdout === '' ? null : JSON.parse(stdout)
      const tables: (Counts & { table: string })[] = (result?.tenants ?? []).flatMap(
        (tenant: { tables: object[] }) => tenant.tables,
      )
      return {
        code,
        stderr,
        result,
        counts: Object.fromEntries(tables.map(({ table, ...counts }) => [table, counts])),
      }
    },
    async query(table, sql) {
      const { directory } = await manifest()
      const paths = `'${folder}/${directory}/*=${table}/**/*.parquet'`
      return duck.query(
        `WITH fact AS (SELECT * FROM read_parquet(${paths}, hive_partitioning = true, hive_types_autocast = false, filename = true)) ${sql}`,
      )
    },
    async [Symbol.asyncDispose]() {
      duck[Symbol.dispose]()
      await rm(parent, { recursive: true })
    },
  }
}

/** A row in which numbers have no zeros at the end: decimals of DuckDB have ten digits after the point. */
export const comparable = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && /^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value,
    ]),
  )
