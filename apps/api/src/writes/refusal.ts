import { recordFieldOf } from 'records'
import {
  DoubleBookingError,
  InvalidValuesError,
  NoSuchRecordError,
  StaleVersionError,
  type WriteError,
} from 'records/writes'
import { ProblemError } from '../http/problem.ts'

/**
 * The response to a change that is refused.
 * @param readCurrent reads the record as it is now, as JSON text, in the transaction that has locked it
 */
export async function refusalOf(
  error: WriteError,
  readCurrent: () => Promise<string | null>,
): Promise<ProblemError> {
  if (error instanceof StaleVersionError) {
    const current = JSON.parse((await readCurrent()) ?? '{}') as Record<string, unknown>
    return new ProblemError(412, error.message, {
      current,
      changedSince: error.changedSince?.map(recordFieldOf) ?? null,
    })
  }
  if (error instanceof NoSuchRecordError) return new ProblemError(404, error.message)
  if (error instanceof InvalidValuesError) {
    const errors = error.problems.map(({ path, message }) => ({ path: `body.${path}`, message }))
    return new ProblemError(400, 'The request is invalid.', { errors })
  }
  if (error instanceof DoubleBookingError)
    return new ProblemError(409, error.message, { bookings: [...error.bookings] })
  return new ProblemError(409, error.message)
}
