import type { Row } from 'api/client'
import { useParams } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { EmailLink } from '../../components/values/email-link.tsx'
import { type Fact, Facts } from '../../components/values/facts.tsx'
import { PhoneLink } from '../../components/values/phone-link.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { nameOf, useNames } from '../../data/use-names.ts'
import { useRecord } from '../../data/use-record.ts'
import { TechnicianBoardLink } from '../../records/board-link.tsx'
import { recordFacts } from '../../records/page/record-facts.tsx'
import { RecordNotices } from '../../records/page/record-notices.tsx'
import { RecordLayout, RecordPage } from '../../records/page/record-page.tsx'
import { RecordTabs } from '../../records/page/record-tabs.tsx'
import { describeRecord, titleOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { formatCalendarDate } from '../../time/local-day.ts'
import { TechnicianAppointments } from './technician-appointments.tsx'

/** A technician with appointments and skills. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'technicians', id, include: [] })
  return (
    <RecordPage kind="Technician" query={query}>
      {(technician) => (
        <>
          <PageHeader
            title={titleOf('Technician', technician)}
            aside={<StatusBadge status={technician.status} />}
            description={describeRecord('Technician', technician.team)}
            actions={<TechnicianBoardLink technicianId={technician.id} />}
          />
          <RecordTabs resource="technicians" record={technician}>
            <TechnicianDetails technician={technician} />
          </RecordTabs>
        </>
      )}
    </RecordPage>
  )
}

function TechnicianDetails({ technician }: { readonly technician: Row<'technicians'> }) {
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
          <TechnicianAppointments technicianId={technician.id} />
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
    ['Phone', <PhoneLink key="phone" phone={technician.phone} />],
    ['E-mail', <EmailLink key="email" email={technician.email} />],
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
