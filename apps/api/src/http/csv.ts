import type { ApiRequest } from './context.ts'
import { EncodedBody, sendEncoded } from './encoded-body.ts'
import { ProblemError } from './problem.ts'
import { vary } from './send-json.ts'

export const csvType = 'text/csv; charset=utf-8'

/** Rows of a CSV, at most: it is made in memory, in one transaction. */
const MAX_CSV_ROWS = 100_000

/** How many rows to read for a CSV: one more than it may have shows that there are too many. */
export const csvRowsToRead = MAX_CSV_ROWS + 1

/** A column of a CSV. */
export interface CsvColumn<Row> {
  readonly name: string
  /** Decimals, dates and ids as the API has them in JSON; null: an empty cell. */
  readonly of: (row: Row) => string | number | boolean | null
  /** Whether people wrote it: a spreadsheet must not take it for a formula. @default false */
  readonly isText?: boolean
}

/** What a spreadsheet takes for the beginning of a formula, in a cell of text. */
const beginsFormula = /^[=+\-@\t\r]/

/**
 * Rows as CSV: RFC 4180, with CRLF, in UTF-8 with a byte order mark, by which spreadsheets know the encoding. A text that
 * a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers, also negative ones.
 * @example
 * csvOf([{ name: 'open', of: ({ open }) => open }], [{ open: '-0.10' }]) // '\ufeffopen\r\n-0.10\r\n'
 */
export function csvOf<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ name }) => quoted(name)).join(),
    ...rows.map((row) => columns.map((column) => cellOf(column, row)).join()),
  ]
  return `\ufeff${lines.join('\r\n')}\r\n`
}

function cellOf<Row>({ of, isText = false }: CsvColumn<Row>, row: Row): string {
  const value = of(row)
  if (value === null) return ''
  const text = String(value)
  return quoted(isText && beginsFormula.test(text) ? `'${text}` : text)
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Of level 3 a CSV of names and decimals shrinks to about a fifth, as JSON does. */
const gzipLevel = 3

/**
 * Responds with rows as a CSV, which browsers save as a file.
 * @param name that of the file, without `.csv`; letters, digits and `-_`
 * @throws {ProblemError} 400 for more rows than a CSV may have
 */
export function sendCsv<Row>(
  c: ApiRequest,
  name: string,
  columns: readonly CsvColumn<Row>[],
  rows: readonly Row[],
): Promise<Response> {
  if (rows.length > MAX_CSV_ROWS) {
    throw new ProblemError(
      400,
      `The CSV would have more than ${MAX_CSV_ROWS} rows. Request a shorter period, or further filters.`,
    )
  }
  return sendEncoded(c, new EncodedBody(Buffer.from(csvOf(columns, rows)), { level: gzipLevel }), {
    type: csvType,
    cacheControl: 'private, no-cache',
    vary,
    disposition: `attachment; filename="${name}.csv"`,
  })
}
