/** A table as migrations name it. */
export interface TableName {
  readonly schema: string
  readonly name: string
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** `"raw"."st_jobs"` */
export function quoteTable({ schema, name }: TableName): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
}

/** PostgreSQL cuts a longer name short, and two that begin alike become one. */
export function assertName(name: string): string {
  if (Buffer.byteLength(name) <= 63) return name
  throw new TypeError(`Expected a name of at most 63 bytes, got ${JSON.stringify(name)}`)
}
