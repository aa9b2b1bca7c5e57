import type { Fact } from '../components/values/facts.tsx'
import { Time } from '../time/time.tsx'
import type { AnyRow } from './any-row.ts'

/** The facts that every record has: its id and its times. */
export function recordFacts({ id, createdOn, modifiedOn, syncedAt }: AnyRow): Fact[] {
  return [
    ['Id', id],
    ['Created', <Time key="created" value={createdOn} />],
    ['Modified', <Time key="modified" value={modifiedOn} />],
    ['Synced', <Time key="synced" value={syncedAt} as="relative" />],
  ]
}
