import type { RowWith } from 'api/client'
import { useParams } from 'react-router'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRecord } from '../../data/use-record.ts'
import { BoardDayLink } from '../../records/board-link.tsx'
import { FullData } from '../../records/full-data.tsx'
import { LocationCard } from '../../records/location-card.tsx'
import { plainText } from '../../records/plain-text.ts'
import { recordFacts } from '../../records/record-facts.tsx'
import { RecordNotices } from '../../records/record-notices.tsx'
import { RecordLayout, RecordSkeleton } from '../../records/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'

type AppointmentWithRelated = RowWith<'appointments', 'job' | 'location' | 'technicians'>

const include = ['job', 'location', 'technicians'] as const

/** An appointment with its job, location and technicians. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'appointments', id, include })
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Appointment" />}>
      {(appointment) => (
        <>
          <PageHeader
            title={`Appointment ${appointment.appointmentNumber ?? appointment.id}`}
            aside={<StatusBadge status={appointment.status} />}
            description={<Time value={appointment.startTime} />}
            actions={appointment.startTime && <BoardDayLink at={appointment.startTime} />}
          />
          <RecordLayout
            main={<AppointmentDetails appointment={appointment} />}
            side={<LocationCard location={appointment.location} />}
          />
        </>
      )}
    </QueryState>
  )
}

function AppointmentDetails({ appointment }: { readonly appointment: AppointmentWithRelated }) {
  const { job, technicians } = appointment
  return (
    <>
      <RecordNotices row={appointment} />
      <Panel title="Appointment">
        <Facts
          columns={2}
          facts={[
            ['Job', job && <TenantLink to={`/jobs/${job.id}`}>{job.jobNumber ?? job.id}</TenantLink>],
            ['Summary', plainText(job?.summary)],
            ['Begins', <Time key="start" value={appointment.startTime} />],
            ['Ends', <Time key="end" value={appointment.endTime} />],
            ['Arrival from', <Time key="from" value={appointment.arrivalWindowStart} />],
            ['Arrival until', <Time key="until" value={appointment.arrivalWindowEnd} />],
            ['Confirmed', appointment.isConfirmed ? 'Yes' : 'No'],
            ['Instructions', plainText(appointment.specialInstructions)],
            ...recordFacts(appointment),
          ]}
        />
      </Panel>
      <Panel title="Technicians" count={technicians.length}>
        {technicians.length === 0
          ? 'No technician is assigned.'
          : technicians.map(({ id, name, team }) => (
              <Facts
                key={id}
                facts={[
                  [
                    team ?? 'Technician',
                    <TenantLink key={id} to={`/technicians/${id}`}>
                      {name ?? id}
                    </TenantLink>,
                  ],
                ]}
              />
            ))}
      </Panel>
      <FullData resource="appointments" id={appointment.id} />
    </>
  )
}
