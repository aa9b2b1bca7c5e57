import type { z } from '@hono/zod-openapi'
import type { ApiRequest } from '../http/context.ts'
import { type CsvColumn, csvRowsToRead, sendCsv } from '../http/csv.ts'
import { ProblemError } from '../http/problem.ts'
import type { CursorKey } from './list-cursor.ts'
import { type KeyedRow, type PageRequest, pageOf } from './page-of.ts'

/** How a list is sent as CSV. */
export interface CsvOfList<Row> {
  /** The file's name, without `.csv`. */
  readonly name: string
  readonly columns: readonly CsvColumn<Row>[]
}

export interface ListRequest<Row> extends PageRequest {
  readonly format: 'json' | 'csv'
  readonly csv: CsvOfList<Row>
}

/**
 * Sends a page of a list as JSON, or all of its rows as CSV.
 * @param keySchemas and `readRows`: as of {@link pageOf}
 * @throws {ProblemError} 400 for a cursor of another list, for a page of a CSV, and for a CSV with too many rows
 */
export async function listOf<Row>(
  c: ApiRequest,
  { format, csv, ...request }: ListRequest<Row>,
  keySchemas: readonly z.ZodType[],
  readRows: (after: CursorKey | null, count: number) => Promise<readonly KeyedRow[]>,
): Promise<Response> {
  if (format === 'json') return pageOf(c, request, keySchemas, readRows)
  if (c.req.query('limit') !== undefined || c.req.query('cursor') !== undefined)
    throw new ProblemError(400, '`limit` and `cursor` are for pages of JSON: a CSV has all rows.')
  const rows = await readRows(null, csvRowsToRead)
  return sendCsv(
    c,
    csv.name,
    csv.columns,
    rows.map(({ row }): Row => JSON.parse(row)),
  )
}
