import type pg from 'pg'

/** A column of a result: its name, and PostgreSQL's type. */
export interface Column {
  readonly name: string
  readonly oid: number
}

/** A row with each value as PostgreSQL's text. */
export type TextRow = readonly (string | null)[]

/** Rows that are read at once. */
const BATCH = 5_000

const asText = { getTypeParser: () => (text: string) => text }

/** The rows of a query in the open transaction, by a cursor: at least one batch, which has the columns. */
export async function* readInBatches(
  client: pg.ClientBase,
  text: string,
  values: readonly (string | null)[],
): AsyncGenerator<
  { readonly columns: readonly Column[]; readonly rows: readonly TextRow[] },
  void,
  undefined
> {
  await client.query(`DECLARE exported NO SCROLL CURSOR FOR ${text}`, [...values])
  for (;;) {
    const { fields, rows } = await client.query<(string | null)[]>({
      text: `FETCH ${BATCH} FROM exported`,
      rowMode: 'array',
      types: asText as pg.CustomTypesConfig,
    })
    yield { columns: fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })), rows }
    if (rows.length < BATCH) break
  }
  await client.query('CLOSE exported')
}
