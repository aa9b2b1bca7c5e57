import { Skeleton } from '@mantine/core'
import { useMemo } from 'react'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useMayChange } from '../../data/changes/use-domains.ts'
import { insist, useMove } from '../../data/changes/use-move.ts'
import { useAvailability, useSchedule } from '../../data/use-schedule.ts'
import { ClashDialog } from '../../records/actions/clash-dialog.tsx'
import { NewJobLink } from '../../records/actions/new-job-link.tsx'
import { RecordState } from '../../records/record-state.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { zoneName } from '../../time/format.ts'
import { formatDay, isDay, localDay } from '../../time/local-day.ts'
import { useNow } from '../../time/use-now.ts'
import { Board } from './board.tsx'
import { moveOf, type PlacedBooking, type Placement } from './drag/placement.ts'
import classes from './schedule-page.module.css'
import { ScheduleToolbar } from './schedule-toolbar.tsx'

const filterNames = ['date', 'teamId', 'businessUnitId', 'technicianId', 'wholeDay'] as const
const minuteMs = 60_000

/** The technicians' schedule of a day, in the tenant's time zone. Where LAZI owns the jobs, appointments can be moved. */
export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const today = localDay(useNow(minuteMs), account.timeZone)
  const day = filters.date && isDay(filters.date) ? filters.date : today
  const { teamId, businessUnitId, technicianId } = filters
  const boardFilters = useMemo(
    () => ({ teamId, businessUnitId, technicianId }),
    [teamId, businessUnitId, technicianId],
  )
  const query = useSchedule(account, day, boardFilters)
  const { data: availability } = useAvailability(account, day, { teamId, businessUnitId })
  const mayMove = useMayChange(account, 'jobs', 'write:dispatch', { inHybrid: true })
  const { move, clash, dismiss } = useMove(account, { onRefused: notifyRefusal })
  const drop = (placed: PlacedBooking, placement: Placement) => {
    const change = moveOf(placed, placement)
    if (change) move(change)
  }
  const noon = query.data ? (Date.parse(query.data.from) + Date.parse(query.data.to)) / 2 : Date.now()
  return (
    <>
      <PageHeader
        title="Schedule"
        documentTitle={`Schedule of ${day}`}
        actions={<NewJobLink />}
        description={
          <>
            {formatDay(day)} · times in {account.timeZone} ({zoneName(noon, account.timeZone)})
          </>
        }
      />
      <ScheduleToolbar
        day={day}
        today={today}
        filters={filters}
        technicians={query.data?.technicians ?? []}
        onChange={setFilter}
      />
      <RecordState query={query} skeleton={<Skeleton className={classes.skeleton} radius="lg" />}>
        {(schedule) => (
          <Board
            key={day}
            schedule={schedule}
            availability={availability}
            isWholeDay={filters.wholeDay === 'true'}
            isStale={query.isPlaceholderData}
            onDrop={mayMove && !query.isPlaceholderData ? drop : undefined}
          />
        )}
      </RecordState>
      <ClashDialog clash={clash} onClose={dismiss} onInsist={() => clash && move(insist(clash))} />
    </>
  )
}
