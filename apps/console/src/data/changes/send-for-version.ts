import { ApiError, type Versioned } from 'api/client'

/** A record was changed by another request since it was read. */
export interface Meanwhile {
  /** The record as it is now. */
  readonly current: Readonly<Record<string, unknown>> & Versioned
  /** The fields that changed since the record was read; null: it is too long ago to know. */
  readonly changedSince: readonly string[] | null
}

/** What changed meanwhile, if that is why the API refused a change. */
export function meanwhileOf(error: Error): Meanwhile | undefined {
  if (!(error instanceof ApiError) || error.status !== 412 || !error.problem.current) return undefined
  const { current, changedSince = null } = error.problem
  return { current: current as Meanwhile['current'], changedSince }
}

/** How often a change is sent, when others keep changing other fields. */
const maxAttempts = 5

/**
 * Sends a change for the version of a record. When only other fields changed meanwhile, it is sent again for the version
 * that the record has now.
 * @param fields those that the change is about
 * @throws {ApiError} 412 when one of the fields changed meanwhile
 */
export async function sendForVersion<Result>(
  record: Versioned,
  fields: readonly string[],
  send: (record: Versioned) => Promise<Result>,
): Promise<Result> {
  let { version } = record
  for (let attempt = 1; ; attempt++) {
    try {
      return await send({ id: record.id, version })
    } catch (error) {
      const meanwhile = meanwhileOf(error as Error)
      if (!meanwhile || attempt === maxAttempts || isAbout(meanwhile, fields)) throw error
      version = meanwhile.current.version
    }
  }
}

function isAbout({ changedSince }: Meanwhile, fields: readonly string[]): boolean {
  return changedSince === null || changedSince.some((field) => fields.includes(field))
}
