import type { CacheTable } from '../../src/cache/cache-table.ts'
import { withConnection } from '../common/app.ts'
import type { BenchDatabase } from '../common/server.ts'
import { copyIn, copyOut } from './copy-protocol.ts'

// The ways of getting records into a cache table that are compared.

/** The rows of a table as COPY writes them: in a file of the server, and by pages in this process. */
export interface SavedRows extends AsyncDisposable {
  /** `raw.<table> (<column>, …)` */
  readonly target: string
  readonly file: string
  readonly pages: readonly Buffer[]
}

/** Saves the rows of a table in the order they were written. */
export async function saveRows(
  { admin }: BenchDatabase,
  table: CacheTable,
  pageSize: number,
): Promise<SavedRows> {
  const { rows } = await admin.query<{ columns: string; directory: string; count: number }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns, current_setting('data_directory') AS directory,
            (SELECT count(*)::integer FROM raw.${table.name}) AS count
       FROM pg_attribute WHERE attrelid = 'raw.${table.name}'::regclass AND attnum > 0 AND attgenerated = ''
        AND NOT attisdropped`,
  )
  const { columns = '', directory = '', count = 0 } = rows[0] ?? {}
  const target = `raw.${table.name} (${columns})`
  const file = `${directory}/bench-${table.name}.copy`
  // A scan by one process from the beginning reads rows in the order they were written.
  await admin.query('SET synchronize_seqscans = off; SET max_parallel_workers_per_gather = 0')
  await admin.query(`COPY ${target} TO ${quote(file)}`)
  const pages: Buffer[] = []
  for (let offset = 0; offset < count; offset += pageSize) {
    const page = `SELECT ${columns} FROM raw.${table.name} LIMIT ${pageSize} OFFSET ${offset}`
    pages.push(await copyOut(admin, `COPY (${page}) TO STDOUT`))
  }
  return {
    target,
    file,
    pages,
    async [Symbol.asyncDispose]() {
      // PostgreSQL has no function that deletes a file.
      await admin.query(`COPY (SELECT) TO PROGRAM ${quote(`cat > /dev/null; rm -f '${file}'`)}`)
    },
  }
}

/** The limit: one COPY of the very same rows, from the server's own file, in one transaction. */
export async function copyFile(database: BenchDatabase, { target, file }: SavedRows): Promise<void> {
  await withConnection(database, (client) => client.query(`COPY ${target} FROM ${quote(file)}`))
}

/** COPY as a program can do it whose rows are not on the server: each page is sent to it, in a transaction of its own. */
export async function copyPages(database: BenchDatabase, { target, pages }: SavedRows): Promise<void> {
  await withConnection(database, async (client) => {
    for (const page of pages) await copyIn(client, `COPY ${target} FROM STDIN`, page)
  })
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
