import { Button } from '@mantine/core'
import { IconCalendarTime } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRecord } from '../../data/use-record.ts'
import { RecordSkeleton } from '../../records/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'
import { localDay } from '../../time/local-day.ts'
import { JobDetails } from './job-details.tsx'

const include = ['location', 'customer', 'appointments', 'technicians', 'invoice'] as const

export function Component() {
  const { id = '' } = useParams()
  const account = useAccount()
  const pathOf = useTenantPath()
  const query = useRecord(account, { resource: 'jobs', id, include })
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Job" />}>
      {(job) => (
        <>
          <PageHeader
            title={`Job ${job.jobNumber ?? job.id}`}
            aside={<StatusBadge status={job.status} />}
            description={job.customer?.name}
            actions={
              job.scheduledStart && (
                <Button
                  component={Link}
                  variant="default"
                  leftSection={<IconCalendarTime size={16} aria-hidden />}
                  to={pathOf(`/schedule?date=${localDay(Date.parse(job.scheduledStart), account.timeZone)}`)}
                >
                  Day on the board
                </Button>
              )
            }
          />
          <JobDetails job={job} />
        </>
      )}
    </QueryState>
  )
}
