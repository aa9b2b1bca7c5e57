import type { BoardAppointment } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { numberedTitle, titleOf } from '../record-title.ts'
import { When } from '../when.tsx'

const column = columnsOf<BoardAppointment>()

/** Columns of a table of one technician’s appointments, with their customers and jobs. */
export const boardAppointmentColumns = column.columns([
  column.display({
    id: 'start',
    header: 'When',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/appointments/${original.id}`}>
        <When start={original.start} end={original.end} />
      </TenantLink>
    ),
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row: { original } }) => <StatusBadge status={original.status} />,
    meta: { width: '8rem' },
  }),
  column.display({
    id: 'customer',
    header: 'Customer',
    cell: ({ row: { original } }) => <Customer appointment={original} />,
  }),
  column.display({
    id: 'job',
    header: 'Job',
    cell: ({ row: { original } }) => <Job appointment={original} />,
    meta: { hideBelow: 'sm' },
  }),
])

interface CellProps {
  readonly appointment: BoardAppointment
}

function Customer({ appointment: { customerId, customerName, locationName } }: CellProps) {
  if (!customerId) return locationName ?? '–'
  return (
    <TenantLink to={`/customers/${customerId}`}>
      {titleOf('Customer', { id: customerId, name: customerName })}
    </TenantLink>
  )
}

function Job({ appointment: { jobId, jobNumber, jobTypeName } }: CellProps) {
  if (!jobId) return jobTypeName ?? '–'
  return (
    <TenantLink to={`/jobs/${jobId}`}>
      {[numberedTitle('Job', jobNumber, jobId), jobTypeName].filter(Boolean).join(' · ')}
    </TenantLink>
  )
}
