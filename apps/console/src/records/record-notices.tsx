import { Notice } from '../components/feedback/notice.tsx'
import { Time } from '../time/time.tsx'
import type { AnyRow } from './any-row.ts'

/** Warnings about a record: it was deleted in ServiceTitan, or is inactive. */
export function RecordNotices({ row: { active, deletedAt } }: { readonly row: AnyRow }) {
  if (deletedAt) {
    return (
      <Notice tone="warn" title="This record was deleted in ServiceTitan.">
        It was last seen before <Time value={deletedAt} />. This page shows its last known state.
      </Notice>
    )
  }
  if (active) return null
  return (
    <Notice tone="neutral" title="This record is inactive.">
      It was deactivated or merged in ServiceTitan.
    </Notice>
  )
}
