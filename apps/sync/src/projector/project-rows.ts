import { inSavepoint } from 'cli-kit/postgres'
import pg from 'pg'
import { type Projected, projectStatement, type RecordTable } from 'records'
import { prepared } from '../postgres/prepared-statement.ts'

/** A row that PostgreSQL refused to store as a record. */
export interface RefusedRow {
  readonly stId: string
  readonly error: string
}

/** What was written of some rows. */
export interface ProjectedRows extends Pick<Projected, 'inserted' | 'updated'> {
  /** JSON texts, as in `Projected`. */
  readonly changes: readonly string[]
  readonly missing: readonly string[]
  readonly refused: readonly RefusedRow[]
}

interface Target {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly now: Date
}

const nothing: ProjectedRows = { inserted: [], updated: [], changes: [], missing: [], refused: [] }

/**
 * Projects rows into their records. When PostgreSQL refuses the statement, the rows are halved until the bad ones are
 * isolated; all others are written.
 * @param ids ServiceTitan's ids
 * @throws errors that no single row causes, such as a lost connection
 */
export async function projectRows(
  target: Target,
  table: RecordTable,
  ids: readonly string[],
): Promise<ProjectedRows> {
  if (ids.length === 0) return nothing
  const { client, tenantId, now } = target
  try {
    const { rows } = await inSavepoint(client, () =>
      client.query<Projected>(prepared(statementOf(table)), [tenantId, ids, now]),
    )
    const { inserted, updated, changes, missing } = rows[0] as Projected
    return { inserted, updated, changes: [changes], missing: [missing], refused: [] }
  } catch (error) {
    if (!isOfRow(error)) throw error
    const [only] = ids
    if (only !== undefined && ids.length === 1) {
      return { ...nothing, refused: [{ stId: only, error: error.message }] }
    }
    const middle = Math.ceil(ids.length / 2)
    const first = await projectRows(target, table, ids.slice(0, middle))
    return addRows(first, await projectRows(target, table, ids.slice(middle)))
  }
}

const statements = new Map<string, string>()

function statementOf(table: RecordTable): string {
  const text = statements.get(table.name) ?? projectStatement(table)
  statements.set(table.name, text)
  return text
}

/** SQLSTATE classes of errors that have other causes than a row: the connection, the server, locks, privileges. */
const otherClasses = new Set(['08', '25', '28', '40', '53', '55', '57', '58'])

function isOfRow(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && !otherClasses.has((error.code ?? '').slice(0, 2))
}

function addRows(a: ProjectedRows, b: ProjectedRows): ProjectedRows {
  return {
    inserted: [...a.inserted, ...b.inserted],
    updated: [...a.updated, ...b.updated],
    changes: [...a.changes, ...b.changes],
    missing: [...a.missing, ...b.missing],
    refused: [...a.refused, ...b.refused],
  }
}
