import { WriteError } from 'records/writes'
import { refusalOf } from '../writes/refusal.ts'

/** Does a change; one that is refused is a problem of the request. @throws {ProblemError} */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof WriteError) throw await refusalOf(error, () => Promise.resolve(null))
    throw error
  }
}
