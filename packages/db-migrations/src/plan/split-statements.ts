import { parse } from 'libpg-query'

/** Splits SQL into statements, each with its semicolon. The parser's offsets are bytes, not characters. */
export async function splitStatements(sql: string): Promise<string[]> {
  const { stmts = [] } = (await parse(sql)) as { stmts?: { stmt_location?: number; stmt_len?: number }[] }
  const bytes = Buffer.from(sql)
  return stmts.map(({ stmt_location: start = 0, stmt_len: length }) => {
    const text = bytes.subarray(start, length === undefined ? undefined : start + length).toString()
    return `${text.trim().replace(/;$/, '')};`
  })
}
