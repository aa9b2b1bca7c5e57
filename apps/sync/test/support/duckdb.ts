import { DuckDBInstance } from '@duckdb/node-api'

/** A reader of Parquet files that is not ours. */
export interface DuckDB extends Disposable {
  /** Runs statements. @returns the rows of the last one, with dates and decimals as text */
  query(sql: string): Promise<Record<string, unknown>[]>
}

/** Opens an empty DuckDB. @param folder where relative paths begin */
export async function openDuckDB(folder: string): Promise<DuckDB> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const query: DuckDB['query'] = async (sql) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[]
  await query(`SET file_search_path = '${folder}'`)
  return {
    query,
    [Symbol.dispose]() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
