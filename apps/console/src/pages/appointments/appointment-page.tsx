import type { RowWith } from 'api/client'
import { useParams } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRecord } from '../../data/use-record.ts'
import { AppointmentActions } from '../../records/actions/appointment-actions.tsx'
import { BoardDayLink } from '../../records/board-link.tsx'
import { CustomerCard } from '../../records/customer-card.tsx'
import { CustomerWarning } from '../../records/customer-warning.tsx'
import { ExchangeNotice } from '../../records/exchange/exchange-notice.tsx'
import { LocationCard } from '../../records/location-card.tsx'
import { recordFacts } from '../../records/page/record-facts.tsx'
import { RecordNotices } from '../../records/page/record-notices.tsx'
import { RecordLayout, RecordPage } from '../../records/page/record-page.tsx'
import { RecordTabs } from '../../records/page/record-tabs.tsx'
import { plainText } from '../../records/plain-text.ts'
import { idOf, numberedTitle, titleOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'

type AppointmentWithRelated = RowWith<'appointments', 'job' | 'customer' | 'location' | 'technicians'>

const include = ['job', 'customer', 'location', 'technicians'] as const

/** An appointment with its job, location and technicians. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'appointments', id, include })
  return (
    <RecordPage kind="Appointment" query={query}>
      {(appointment) => (
        <>
          <PageHeader
            title={numberedTitle('Appointment', appointment.number, idOf(appointment))}
            aside={<StatusBadge status={appointment.status} />}
            description={<Time value={appointment.startsAt} />}
            actions={
              <>
                {appointment.startsAt && <BoardDayLink at={appointment.startsAt} />}
                <AppointmentActions appointment={appointment} jobStatus={appointment.job?.status} />
              </>
            }
          />
          <RecordTabs resource="appointments" record={appointment}>
            <RecordLayout
              main={<AppointmentDetails appointment={appointment} />}
              side={
                <>
                  <CustomerCard customer={appointment.customer} />
                  <LocationCard location={appointment.location} />
                </>
              }
            />
          </RecordTabs>
        </>
      )}
    </RecordPage>
  )
}

function AppointmentDetails({ appointment }: { readonly appointment: AppointmentWithRelated }) {
  const { job, technicians } = appointment
  return (
    <>
      <CustomerWarning customer={appointment.customer} />
      <RecordNotices row={appointment} />
      <ExchangeNotice row={appointment} table="appointments" />
      <Panel title="Appointment">
        <Facts
          columns={2}
          facts={[
            ['Job', job && <TenantLink to={`/jobs/${job.id}`}>{job.number || idOf(job)}</TenantLink>],
            ['Summary', plainText(job?.summary)],
            ['Begins', <Time key="start" value={appointment.startsAt} />],
            ['Ends', <Time key="end" value={appointment.endsAt} />],
            ['Arrival from', <Time key="from" value={appointment.arrivalStartsAt} />],
            ['Arrival until', <Time key="until" value={appointment.arrivalEndsAt} />],
            ['Confirmed', appointment.isConfirmed ? 'Yes' : 'No'],
            ['Instructions', plainText(appointment.specialInstructions)],
            ...recordFacts(appointment),
          ]}
        />
      </Panel>
      <Panel title="Technicians" count={technicians.length}>
        {technicians.length === 0
          ? 'No technician is assigned.'
          : technicians.map((technician) => (
              <Facts
                key={technician.id}
                facts={[
                  [
                    technician.team ?? 'Technician',
                    <TenantLink key={technician.id} to={`/technicians/${technician.id}`}>
                      {titleOf('Technician', technician)}
                    </TenantLink>,
                  ],
                ]}
              />
            ))}
      </Panel>
    </>
  )
}
