import { Button } from '@mantine/core'
import { IconCalendarTime } from '@tabler/icons-react'
import type { RowWith } from 'api/client'
import { Link, useParams } from 'react-router'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { RowLink } from '../../components/navigation/tenant-link.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRecord } from '../../data/use-record.ts'
import { FullData } from '../../records/full-data.tsx'
import { LocationCard } from '../../records/location-card.tsx'
import { plainText } from '../../records/plain-text.ts'
import { recordFacts } from '../../records/record-facts.tsx'
import { RecordNotices } from '../../records/record-notices.tsx'
import { RecordLayout, RecordSkeleton } from '../../records/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'
import { localDay } from '../../time/local-day.ts'
import { Time } from '../../time/time.tsx'

type AppointmentWithRelated = RowWith<'appointments', 'job' | 'location' | 'technicians'>

const include = ['job', 'location', 'technicians'] as const

export function Component() {
  const { id = '' } = useParams()
  const account = useAccount()
  const pathOf = useTenantPath()
  const query = useRecord(account, { resource: 'appointments', id, include })
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Appointment" />}>
      {(appointment) => (
        <>
          <PageHeader
            title={`Appointment ${appointment.appointmentNumber ?? appointment.id}`}
            aside={<StatusBadge status={appointment.status} />}
            description={<Time value={appointment.startTime} />}
            actions={
              appointment.startTime && (
                <Button
                  component={Link}
                  variant="default"
                  leftSection={<IconCalendarTime size={16} aria-hidden />}
                  to={pathOf(
                    `/schedule?date=${localDay(Date.parse(appointment.startTime), account.timeZone)}`,
                  )}
                >
                  Day on the board
                </Button>
              )
            }
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
            ['Job', job && <RowLink to={`/jobs/${job.id}`}>{job.jobNumber ?? job.id}</RowLink>],
            ['Work', plainText(job?.summary)],
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
          ? 'Nobody is assigned.'
          : technicians.map(({ id, name, team }) => (
              <Facts
                key={id}
                facts={[
                  [
                    team ?? 'Technician',
                    <RowLink key={id} to={`/technicians/${id}`}>
                      {name ?? id}
                    </RowLink>,
                  ],
                ]}
              />
            ))}
      </Panel>
      <FullData resource="appointments" id={appointment.id} />
    </>
  )
}
