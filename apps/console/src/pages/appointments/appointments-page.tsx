import { IconCalendarOff, IconTool } from '@tabler/icons-react'
import type { BoardAppointment } from 'api/client'
import { useMemo } from 'react'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { DataTable, type DataTableProps } from '../../components/table/data-table.tsx'
import { formatCount } from '../../components/values/format-number.ts'
import { useNames } from '../../data/use-names.ts'
import { useTechnicianAppointments } from '../../data/use-technician-appointments.ts'
import { boardAppointmentColumns } from '../../records/columns/board-appointment-columns.tsx'
import { RecordState } from '../../records/record-state.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { addMonths, formatMonth, isMonth, localDay, startOfDay } from '../../time/local-day.ts'
import { useNow } from '../../time/use-now.ts'
import { MonthToolbar } from './month-toolbar.tsx'

const filterNames = ['technicianId', 'month'] as const
const minuteMs = 60_000

/** All appointments of a technician, month by month. */
export function Component() {
  const account = useAccount()
  const { timeZone } = account
  const [filters, setFilter] = useFilters(filterNames)
  const { technicianId } = filters
  const technicians = useNames(account, 'technicians')
  const thisMonth = localDay(useNow(minuteMs), timeZone).slice(0, 7)
  const month = isMonth(filters.month) ? filters.month : thisMonth
  const period = useMemo(
    () => ({
      from: startOfDay(`${month}-01`, timeZone),
      to: startOfDay(`${addMonths(month, 1)}-01`, timeZone),
    }),
    [month, timeZone],
  )
  const query = useTechnicianAppointments(account, technicianId, period)
  const title = formatMonth(month)
  return (
    <>
      <PageHeader
        title="Appointments"
        description="All appointments of a technician, canceled ones too, month by month."
      />
      <MonthToolbar
        month={month}
        onMonth={(next) => setFilter('month', next === thisMonth ? null : next)}
        thisMonth={thisMonth}
        technicians={technicians}
        technicianId={technicianId}
        onTechnician={(id) => setFilter('technicianId', id)}
      />
      {technicianId === undefined ? (
        <EmptyNote icon={IconTool} title="Choose a technician">
          The list shows the appointments of one technician. The schedule shows those of all.
        </EmptyNote>
      ) : (
        <Panel title={title} count={query.data && formatCount(query.data.length)} flush>
          <RecordState query={query} skeleton={<Table rows={undefined} />}>
            {(appointments) =>
              appointments.length === 0 ? (
                <EmptyNote icon={IconCalendarOff} title={`None in ${title}`}>
                  Go to another month, or choose another technician.
                </EmptyNote>
              ) : (
                <Table rows={appointments} />
              )
            }
          </RecordState>
        </Panel>
      )}
    </>
  )
}

function Table({ rows }: Pick<DataTableProps<BoardAppointment>, 'rows'>) {
  return (
    <DataTable label="Appointments" columns={boardAppointmentColumns} rows={rows} rowId={({ id }) => id} />
  )
}
