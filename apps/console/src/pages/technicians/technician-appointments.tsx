import { Anchor, Skeleton } from '@mantine/core'
import { IconCalendarOff } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link } from 'react-router'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { formatCount } from '../../components/values/format-number.ts'
import { useAppointmentCount, useTechnicianAppointments } from '../../data/use-technician-appointments.ts'
import { boardAppointmentColumns } from '../../records/columns/board-appointment-columns.tsx'
import { RecordState } from '../../records/record-state.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'
import { addDays, localDay, startOfDay } from '../../time/local-day.ts'
import { useNow } from '../../time/use-now.ts'

const minuteMs = 60_000
/** The longest period of one request is a month. */
const shownDays = 30

/** A technician's appointments from today on, and a link to all of them. */
export function TechnicianAppointments({ technicianId }: { readonly technicianId: string }) {
  const account = useAccount()
  const today = localDay(useNow(minuteMs), account.timeZone)
  const period = useMemo(
    () => ({
      from: startOfDay(today, account.timeZone),
      to: startOfDay(addDays(today, shownDays), account.timeZone),
    }),
    [today, account.timeZone],
  )
  const query = useTechnicianAppointments(account, technicianId, period)
  return (
    <Panel
      title="Appointments from today on"
      count={query.data && formatCount(query.data.length)}
      actions={<AllAppointments technicianId={technicianId} />}
      flush
    >
      <RecordState query={query} skeleton={<Skeleton height={120} />}>
        {(appointments) =>
          appointments.length === 0 ? (
            <EmptyNote icon={IconCalendarOff} title="None from today on">
              {`No appointment of the next ${shownDays} days is assigned to this technician.`}
            </EmptyNote>
          ) : (
            <DataTable
              label="Appointments"
              columns={boardAppointmentColumns}
              rows={appointments}
              rowId={({ id }) => id}
            />
          )
        }
      </RecordState>
    </Panel>
  )
}

function AllAppointments({ technicianId }: { readonly technicianId: string }) {
  const pathOf = useTenantPath()
  const { data } = useAppointmentCount(useAccount(), technicianId)
  return (
    <Anchor component={Link} to={pathOf(`/appointments?technicianId=${technicianId}`)} size="sm">
      {data
        ? `All ${formatCount(data.count)}${data.isAtLeast ? '+' : ''} assigned appointments`
        : 'All assigned appointments'}
    </Anchor>
  )
}
