import { useParams } from 'react-router'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRecord } from '../../data/use-record.ts'
import { BoardDayLink } from '../../records/board-link.tsx'
import { RecordSkeleton } from '../../records/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { JobDetails } from './job-details.tsx'

const include = ['location', 'customer', 'appointments', 'technicians', 'invoice'] as const

/** A job with its customer, location, appointments and invoice. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'jobs', id, include })
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Job" />}>
      {(job) => (
        <>
          <PageHeader
            title={`Job ${job.jobNumber ?? job.id}`}
            aside={<StatusBadge status={job.status} />}
            description={job.customer?.name}
            actions={job.scheduledStart && <BoardDayLink at={job.scheduledStart} />}
          />
          <JobDetails job={job} />
        </>
      )}
    </QueryState>
  )
}
