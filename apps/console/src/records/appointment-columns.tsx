import { Anchor } from '@mantine/core'
import type { Row } from 'api/client'
import { Link } from 'react-router'
import { TenantLink } from '../components/navigation/tenant-link.tsx'
import { columnsOf } from '../components/table/data-table.tsx'
import { StatusBadge } from '../components/values/status-badge.tsx'
import { useAccount } from '../session/use-accounts.ts'
import { useTenantPath } from '../session/use-tenant-path.ts'
import { formatTime } from '../time/format.ts'
import { localDay } from '../time/local-day.ts'
import { Time } from '../time/time.tsx'
import classes from './columns.module.css'

const column = columnsOf<Row<'appointments'>>()

/** Columns of a table of appointments. @param technicians the source of technicians’ names */
export function appointmentColumns(technicians: readonly Row<'technicians'>[] = []) {
  const names = new Map(technicians.map(({ id, name }) => [id, name ?? id]))
  return column.columns([
    column.display({
      id: 'start',
      header: 'When',
      cell: ({ row: { original } }) => (
        <TenantLink to={`/appointments/${original.id}`}>
          <When appointment={original} />
        </TenantLink>
      ),
    }),
    column.display({
      id: 'number',
      header: 'Number',
      cell: ({ row: { original } }) => (
        <span className={classes.number}>{original.appointmentNumber ?? original.id}</span>
      ),
      meta: { hideBelow: 'md' },
    }),
    column.display({
      id: 'status',
      header: 'Status',
      cell: ({ row: { original } }) => <StatusBadge status={original.status} />,
    }),
    column.display({
      id: 'technicians',
      header: 'Technicians',
      cell: ({ row: { original } }) => <TechnicianDays appointment={original} names={names} />,
    }),
  ])
}

function When({ appointment: { startTime, endTime } }: { readonly appointment: Row<'appointments'> }) {
  const { timeZone } = useAccount()
  if (!startTime) return 'No time yet'
  return (
    <>
      <Time value={startTime} />
      {endTime && ` – ${formatTime(endTime, timeZone)}`}
    </>
  )
}

interface TechnicianDaysProps {
  readonly appointment: Row<'appointments'>
  readonly names: ReadonlyMap<string, string>
}

/** Each technician, linked to the day of the appointment on the board. */
function TechnicianDays({ appointment: { technicianIds, startTime }, names }: TechnicianDaysProps) {
  const { timeZone } = useAccount()
  const pathOf = useTenantPath()
  if (!technicianIds || technicianIds.length === 0) return 'Unassigned'
  const day = startTime ? `date=${localDay(Date.parse(startTime), timeZone)}&` : ''
  return technicianIds.map((id, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <Anchor component={Link} to={pathOf(`/schedule?${day}technicianId=${id}`)} inherit title="Open the day">
        {names.get(id) ?? id}
      </Anchor>
    </span>
  ))
}
