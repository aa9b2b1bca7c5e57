import { useParams } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRecord } from '../../data/use-record.ts'
import { EditJob, JobActions } from '../../records/actions/job-actions.tsx'
import { BoardDayLink } from '../../records/board-link.tsx'
import { RecordPage } from '../../records/page/record-page.tsx'
import { RecordTabs } from '../../records/page/record-tabs.tsx'
import { idOf, numberedTitle } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { JobDetails } from './job-details.tsx'

const include = ['location', 'customer', 'appointments', 'technicians', 'invoice'] as const

/** A job with its customer, location, appointments and invoice. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'jobs', id, include })
  return (
    <RecordPage kind="Job" query={query}>
      {(job) => (
        <>
          <PageHeader
            title={numberedTitle('Job', job.number, idOf(job))}
            aside={<StatusBadge status={job.status} />}
            description={job.customer?.name}
            actions={
              <>
                {job.scheduledStart && <BoardDayLink at={job.scheduledStart} />}
                <EditJob job={job} />
                <JobActions job={job} />
              </>
            }
          />
          <RecordTabs resource="jobs" record={job}>
            <JobDetails job={job} />
          </RecordTabs>
        </>
      )}
    </RecordPage>
  )
}
