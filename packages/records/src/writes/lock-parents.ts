import { recordTables } from '../tables.ts'
import { InvalidValuesError, type ValueProblem } from './errors.ts'
import type { RecordWrite } from './record-write.ts'
import { wordOf } from './stored-record.ts'

/** A record to which a field of the request newly refers. */
export interface NewReference {
  /** The field, with its path in the request. */
  readonly path: string
  /** The table of the record. */
  readonly of: string
  readonly id: string
}

/** The place of each table in the order in which a transaction locks rows. */
const places = new Map(recordTables.map(({ name }, place) => [name, place]))

/** A reference to a record that does not exist, or that is not active. */
interface InvalidReference extends ValueProblem {
  readonly id: string
}

/**
 * Locks the records to which fields newly refer, in the order of tables and ids, so that none of them is merged away
 * meanwhile. Call it before the record itself is written: a foreign key would lock them after it.
 * @throws {InvalidValuesError} with every reference to a record that does not exist, or that is not active
 */
export async function lockParents(write: RecordWrite, references: readonly NewReference[]): Promise<void> {
  assertReferences(await lockGiven(write, references))
}

/**
 * As {@link lockParents}, for a record that exists: which of the references are new is known when it is locked, and only
 * those have to be valid.
 * @returns the references that are invalid if they are new, for {@link assertReferences}
 */
export async function lockGiven(
  write: RecordWrite,
  references: readonly NewReference[],
): Promise<readonly InvalidReference[]> {
  const byTable = Map.groupBy(references, ({ of }) => of)
  const tables = [...byTable.keys()].toSorted((one, other) => placeOf(one) - placeOf(other))
  const problems: InvalidReference[] = []
  for (const table of tables) {
    const wanted = byTable.get(table) ?? []
    const states = await lockStates(
      write,
      table,
      wanted.map(({ id }) => id),
    )
    for (const { path, id } of wanted) {
      const state = states.get(id)
      if (state === 'active') continue
      const isThere = state === 'inactive'
      problems.push({
        path,
        id,
        message: isThere
          ? `This ${wordOf(table)} is not active`
          : `This account has no such ${wordOf(table)}`,
      })
    }
  }
  return problems
}

/**
 * Refuses references that are invalid.
 * @param isKept whether the record refers to it already @default none is
 * @throws {InvalidValuesError}
 */
export function assertReferences(
  invalid: readonly InvalidReference[],
  isKept: (reference: InvalidReference) => boolean = () => false,
): void {
  const problems = invalid.filter((reference) => !isKept(reference))
  if (problems.length === 0) return
  throw new InvalidValuesError(problems.map(({ path, message }) => ({ path, message })))
}

/** Whether a record that is referred to may be referred to. */
type ParentState = 'active' | 'inactive' | 'deleted'

/** Locks records of a table, in the order of their ids, so that none of them goes away. @returns their states by id */
export async function lockStates(
  { client, tenantId }: RecordWrite,
  table: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ParentState>> {
  const { rows } = await client.query<{ id: string; state: ParentState }>(
    `SELECT id::text, CASE WHEN deleted_at IS NOT NULL THEN 'deleted' WHEN active THEN 'active' ELSE 'inactive' END AS state
       FROM lazi.${table} WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR KEY SHARE`,
    [tenantId, [...new Set(ids)]],
  )
  return new Map(rows.map(({ id, state }) => [id, state]))
}

function placeOf(table: string): number {
  const place = places.get(table)
  if (place === undefined) throw new Error(`There is no table ${table} in schema lazi.`)
  return place
}
