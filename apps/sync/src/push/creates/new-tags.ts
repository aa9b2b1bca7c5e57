import type { SetChange } from 'records/merge'
import { stIdOf } from '../requests/body.ts'
import type { RequestInput } from '../requests/request.ts'

/** The tags of a new record. */
export function newTags(input: RequestInput): Record<string, unknown> {
  const { added = [] } = (input.toSend.tagTypeIds ?? {}) as Partial<SetChange>
  return added.length === 0 ? {} : { tagTypeIds: added.map((id) => stIdOf('tag_types', id, input)) }
}
