import type { Row, RowWith } from 'api/client'
import { useMemo } from 'react'
import { useParams } from 'react-router'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { type Fact, Facts } from '../../components/values/facts.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { nameOf, useNames } from '../../data/use-names.ts'
import { useRecord } from '../../data/use-record.ts'
import { appointmentColumns } from '../../records/appointment-columns.tsx'
import { TechnicianBoardLink } from '../../records/board-link.tsx'
import { formatPhone } from '../../records/format-phone.ts'
import { FullData } from '../../records/full-data.tsx'
import { recordFacts } from '../../records/record-facts.tsx'
import { RecordNotices } from '../../records/record-notices.tsx'
import { RecordLayout, RecordSkeleton } from '../../records/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { formatCalendarDate } from '../../time/local-day.ts'

type TechnicianWithRelated = RowWith<'technicians', 'appointments'>

const include = ['appointments'] as const

/** A technician with appointments and skills. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'technicians', id, include })
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Technician" />}>
      {(technician) => (
        <>
          <PageHeader
            title={technician.name ?? `Technician ${technician.id}`}
            aside={<StatusBadge status={technician.status} />}
            description={['Technician', technician.team].filter(Boolean).join(' · ')}
            actions={<TechnicianBoardLink technicianId={technician.id} />}
          />
          <TechnicianDetails technician={technician} />
        </>
      )}
    </QueryState>
  )
}

function TechnicianDetails({ technician }: { readonly technician: TechnicianWithRelated }) {
  const columns = useMemo(() => appointmentColumns([technician]), [technician])
  const facts = useTechnicianFacts(technician)
  const skills = skillNames(technician.skills)
  return (
    <RecordLayout
      main={
        <>
          <RecordNotices row={technician} />
          <Panel title="Technician">
            <Facts columns={2} facts={facts} />
          </Panel>
          <Panel title="Appointments" count={technician.appointments.length} flush>
            <DataTable
              label="Appointments"
              columns={columns}
              rows={technician.appointments}
              rowId={({ id }) => id}
            />
          </Panel>
          <FullData resource="technicians" id={technician.id} />
        </>
      }
      side={
        <Panel title="Skills" count={skills.length}>
          {skills.length === 0 ? 'No skills are recorded.' : skills.join(', ')}
        </Panel>
      }
    />
  )
}

function useTechnicianFacts(technician: Row<'technicians'>): Fact[] {
  const businessUnits = useNames(useAccount(), 'business-units')
  return [
    ['Team', technician.team],
    ['Business unit', nameOf(businessUnits, technician.businessUnitId)],
    ['Phone', formatPhone(technician.phone)],
    ['E-mail', technician.email],
    ['Positions', technician.positions?.join(', ')],
    ['Hired', technician.hireDate && formatCalendarDate(technician.hireDate)],
    ...recordFacts(technician),
  ]
}

/** The names of skills as ServiceTitan sends them: an array of objects. */
function skillNames(skills: unknown): string[] {
  if (!Array.isArray(skills)) return []
  return skills.flatMap((skill: { readonly name?: unknown } | null) =>
    typeof skill?.name === 'string' ? skill.name : [],
  )
}
