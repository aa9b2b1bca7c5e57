import { hash } from 'node:crypto'

/**
 * A query of pg; with a name it is a prepared statement.
 * @example
 * const statement: Statement = { text: 'SELECT 1', values: [] }
 */
export interface Statement<Values extends readonly unknown[] = readonly unknown[]> {
  readonly name?: string
  readonly text: string
  readonly values: Values
}

/**
 * The name of a prepared statement: an SQL identifier derived from the text.
 * @example
 * statementName('SELECT 1') // 's_…'
 */
export function statementName(text: string): string {
  return `s_${hash('sha1', text, 'hex')}`
}

/**
 * A prepared statement, planned once per connection: for statements that take longer to plan than to execute. The
 * number of texts must be small, since a connection keeps all of them.
 * @param text our own SQL only, nothing from a request
 * @example
 * await client.query(prepared('SELECT name FROM raw.tenants WHERE tenant_id = $1', [tenantId]))
 */
export function prepared<Values extends unknown[]>(text: string, values: Values) {
  return { name: statementName(text), text, values }
}
