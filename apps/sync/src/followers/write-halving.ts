import { inSavepoint } from 'cli-kit/postgres'
import pg from 'pg'

/** A row that PostgreSQL refused to compute or to store. */
export interface RefusedRow {
  readonly id: string
  readonly error: string
}

/** What was written of some rows. */
export interface Halved<T> {
  /** One for each statement that succeeded. */
  readonly results: readonly T[]
  readonly refused: readonly RefusedRow[]
}

/**
 * Writes rows with one statement. When PostgreSQL refuses it, the rows are halved until the bad ones are isolated; all
 * others are written.
 * @param write sends the statement for the rows with these ids before it waits
 * @throws errors that no single row causes, such as a lost connection
 */
export async function writeHalving<T>(
  client: pg.ClientBase,
  ids: readonly string[],
  write: (ids: readonly string[]) => Promise<T>,
): Promise<Halved<T>> {
  const [only] = ids
  if (only === undefined) return { results: [], refused: [] }
  try {
    return { results: [await inSavepoint(client, () => write(ids))], refused: [] }
  } catch (error) {
    if (!isOfRow(error)) throw error
    if (ids.length === 1) return { results: [], refused: [{ id: only, error: error.message }] }
    const middle = Math.ceil(ids.length / 2)
    const first = await writeHalving(client, ids.slice(0, middle), write)
    const second = await writeHalving(client, ids.slice(middle), write)
    return {
      results: [...first.results, ...second.results],
      refused: [...first.refused, ...second.refused],
    }
  }
}

/** SQLSTATE classes of errors that have other causes than a row: the connection, the server, locks, privileges. */
const otherClasses = new Set(['08', '25', '28', '40', '53', '55', '57', '58'])

function isOfRow(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && !otherClasses.has((error.code ?? '').slice(0, 2))
}

/** More refused rows in a step mean that the rules are wrong, not the rows. */
const MOST_REFUSED = 20

/** PostgreSQL refused so many rows that the rules must be wrong. Nothing of the step is kept. */
class TooManyRefusedError extends Error {
  override readonly name = 'TooManyRefusedError'
  readonly code = 'TOO_MANY_REFUSED'
}

/** @throws {TooManyRefusedError} */
export function assertFewRefused(table: string, refused: readonly RefusedRow[], total: number): void {
  const [first] = refused
  if (!first || refused.length <= Math.max(MOST_REFUSED, total / 100)) return
  throw new TooManyRefusedError(
    `${refused.length} of ${total} rows of ${table} were refused, such as ${first.id}: ${first.error}`,
  )
}
