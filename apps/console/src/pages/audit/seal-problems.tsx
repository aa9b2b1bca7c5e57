import type { AuditStatus } from 'api/client'
import { Notice } from '../../components/feedback/notice.tsx'
import { Time } from '../../time/time.tsx'

/** What the last verification found, and why a checkpoint is not exported; nothing if all is well. */
export function SealProblems({ status: { sealed, verification } }: { readonly status: AuditStatus }) {
  return (
    <>
      {verification?.outcome === 'broken' && (
        <Notice tone="bad" title="The audit log is not as it was written">
          Verified <Time value={verification.verifiedAt} />: {verification.detail ?? 'no details'}
        </Notice>
      )}
      {sealed !== null && sealed.exportError !== null && (
        <Notice tone="bad" title="A checkpoint is not exported, and later ones wait for it">
          {sealed.exportError}
        </Notice>
      )}
    </>
  )
}
