import type { z } from '@hono/zod-openapi'
import type { ApiRequest } from '../http/context.ts'
import { JsonText, sendJson } from '../http/send-json.ts'
import { type CursorKey, formatCursor, parseCursor } from './list-cursor.ts'

/** A row as JSON text, and its sort key. */
export interface KeyedRow {
  readonly row: string
  readonly key: CursorKey
}

export interface PageRequest {
  /** Everything that the order and the rows of the list depend on, besides the tenant. */
  readonly list: readonly unknown[]
  /** Maximum number of rows. */
  readonly limit: number
  readonly cursor?: string | undefined
}

/**
 * Sends one page of a list.
 * @param keySchemas the schema of each value of a sort key
 * @param readRows reads `count` rows after a key: the page's rows, and one that shows whether another page follows
 * @param more further members of the page, known once its rows were read
 * @throws {ProblemError} 400 for a cursor of another list
 */
export async function pageOf(
  c: ApiRequest,
  { list, limit, cursor }: PageRequest,
  keySchemas: readonly z.ZodType[],
  readRows: (after: CursorKey | null, count: number) => Promise<readonly KeyedRow[]>,
  more: () => object = () => ({}),
): Promise<Response> {
  // The epoch: a cursor of a removed tenant is refused by a later one with the same id.
  const { tenantId, epoch } = c.var.key
  const own = [tenantId, epoch, ...list]
  const after = cursor === undefined ? null : parseCursor(own, cursor, keySchemas)
  const rows = await readRows(after, limit + 1)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const next = JSON.stringify(last ? formatCursor(own, last.key) : null)
  const others = Object.entries(more()).map(([name, value]) => `,"${name}":${JSON.stringify(value)}`)
  const data = shown.map(({ row }) => row).join()
  return sendJson(c, new JsonText(`{"data":[${data}],"nextCursor":${next}${others.join('')}}`))
}
