import { Notice } from '../../components/feedback/notice.tsx'
import { Time } from '../../time/time.tsx'
import type { AnyRow } from '../any-row.ts'

/** Warnings about a record: its latest version is held back, it was deleted in ServiceTitan, or it is inactive. */
export function RecordNotices({ row }: { readonly row: AnyRow }) {
  const { state, error } = row.sync
  return (
    <>
      {state === 'heldBack' && (
        <Notice tone="warn" title="The latest version of this record is held back.">
          PostgreSQL refused what ServiceTitan has: {error ?? 'the reason is not known'}. This page shows the
          last good version.
        </Notice>
      )}
      {state === 'waiting' && (
        <Notice tone="info" title="This record is not whole yet.">
          It refers to a record in ServiceTitan that was not read yet, and shows nothing in its place.
        </Notice>
      )}
      <LifeNotice row={row} />
    </>
  )
}

/** A notice that a record was deleted in ServiceTitan, or is inactive; renders nothing about a live one. */
export function LifeNotice({ row }: { readonly row: Pick<AnyRow, 'active' | 'deletedAt'> }) {
  const { active, deletedAt } = row
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
