import { theirsInHybrid } from '../../fields/transitions.ts'
import { NotInHybridError } from '../errors.ts'
import type { RecordWrite } from '../record-write.ts'

/**
 * Refuses an action while both sides change records, if ServiceTitan's API cannot do it.
 * @throws {NotInHybridError}
 */
export async function refuseTheirs(
  write: RecordWrite,
  transition: Parameters<typeof theirsInHybrid>[0],
): Promise<void> {
  const what = theirsInHybrid(transition)
  if (what !== null && (await write.isHybrid())) throw new NotInHybridError(what)
}
