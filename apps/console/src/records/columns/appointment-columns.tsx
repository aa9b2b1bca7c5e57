import { Anchor } from '@mantine/core'
import type { Row } from 'api/client'
import { Link } from 'react-router'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'
import { localDay } from '../../time/local-day.ts'
import { idOf } from '../record-title.ts'
import { When } from '../when.tsx'
import classes from './columns.module.css'

const column = columnsOf<Row<'appointments'>>()

/** Columns of a table of appointments. @param names the technicians’ names by id */
export function appointmentColumns(names: ReadonlyMap<string, string>) {
  return column.columns([
    column.display({
      id: 'start',
      header: 'When',
      cell: ({ row: { original } }) => (
        <TenantLink to={`/appointments/${original.id}`}>
          <When start={original.startsAt} end={original.endsAt} />
        </TenantLink>
      ),
    }),
    column.display({
      id: 'number',
      header: 'Number',
      cell: ({ row: { original } }) => (
        <span className={classes.number}>{original.number ?? idOf(original)}</span>
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

interface TechnicianDaysProps {
  readonly appointment: Row<'appointments'>
  readonly names: ReadonlyMap<string, string>
}

/** Each technician, linked to the day of the appointment on the board. */
function TechnicianDays({ appointment: { technicianIds, startsAt }, names }: TechnicianDaysProps) {
  const { timeZone } = useAccount()
  const pathOf = useTenantPath()
  if (!technicianIds || technicianIds.length === 0) return 'Unassigned'
  const day = startsAt ? `date=${localDay(Date.parse(startsAt), timeZone)}&` : ''
  return technicianIds.map((id, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <Anchor component={Link} to={pathOf(`/schedule?${day}technicianId=${id}`)} inherit title="Open the day">
        {names.get(id) ?? id}
      </Anchor>
    </span>
  ))
}
