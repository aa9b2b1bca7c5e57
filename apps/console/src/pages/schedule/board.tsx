import { IconCalendarOff } from '@tabler/icons-react'
import type { Schedule } from 'api/client'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import type { AvailableTechnician } from '../../data/use-schedule.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { BoardTooltip } from './blocks/board-tooltip.tsx'
import classes from './board.module.css'
import { toLanes } from './board-lanes.ts'
import { createBoardScale } from './board-scale.ts'
import { BoardDrag, type BoardDragProps } from './drag/board-drag.tsx'
import { HourHeader } from './hour-header.tsx'
import { TechnicianLane, UnassignedLane } from './lane.tsx'
import { NowLine } from './now-line.tsx'

export interface BoardProps {
  readonly schedule: Schedule
  readonly availability: ReadonlyMap<string, AvailableTechnician> | undefined
  readonly isWholeDay: boolean
  /** Whether `schedule` still belongs to the previous day or filters. */
  readonly isStale: boolean
  /** Moves an appointment; undefined: the user may not. */
  readonly onDrop: BoardDragProps['onDrop']
}

/** The board: one row per technician, hours from left to right. */
export function Board({ schedule, availability, isWholeDay, isStale, onDrop }: BoardProps) {
  const { timeZone } = useAccount()
  const frame = useRef<HTMLDivElement>(null)
  const lanes = useMemo(() => toLanes(schedule), [schedule])
  const laneNames = useMemo(
    () => new Map(schedule.technicians.map(({ id, name }) => [id, name ?? id])),
    [schedule.technicians],
  )
  const wanted = useMemo(
    () =>
      createBoardScale({
        fromMs: Date.parse(schedule.from),
        toMs: Date.parse(schedule.to),
        intervals: lanes.bookings,
        timeZone,
        isWholeDay,
      }),
    [schedule, lanes, timeZone, isWholeDay],
  )
  // The same object while the same hours are shown, so that a change draws only what changed.
  const scale = useMemo(() => wanted, [wanted.fromMs, wanted.toMs, timeZone])
  // If the board is wider than the screen, as on a phone, it is scrolled to an hour before now.
  useLayoutEffect(() => {
    const { current } = frame
    if (!current) return
    const share = scale.shareOf(Date.now() - 3_600_000)
    if (share < 1) current.scrollLeft = share * (current.scrollWidth - current.clientWidth)
  }, [scale.fromMs, scale.toMs])
  if (schedule.technicians.length === 0 && lanes.bookings.length === 0) {
    return (
      <EmptyNote icon={IconCalendarOff} title="No matching technicians">
        No technician and no appointment matches these filters. Clear a filter, or choose another day.
      </EmptyNote>
    )
  }
  const hours = Math.max(1, (scale.toMs - scale.fromMs) / 3_600_000)
  const board = (
    <section
      ref={frame}
      className={classes.frame}
      aria-label="Board"
      aria-busy={isStale}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
      tabIndex={0}
    >
      <div className={classes.board} style={{ '--hours': hours }}>
        <HourHeader scale={scale} />
        <UnassignedLane bookings={lanes.unassigned} scale={scale} canMove={onDrop !== undefined} />
        {lanes.teams.map(({ name, lanes: members }) => (
          <section key={name} aria-label={name}>
            <h2 className={classes.team}>
              <span>
                {name} <span className={classes.size}>{members.length}</span>
              </span>
            </h2>
            {members.map((lane) => (
              <TechnicianLane
                key={lane.technician.id}
                lane={lane}
                scale={scale}
                availability={availability?.get(lane.technician.id)}
                canMove={onDrop !== undefined}
              />
            ))}
          </section>
        ))}
        <NowLine scale={scale} />
      </div>
    </section>
  )
  return (
    <BoardTooltip bookings={lanes.bookings}>
      <BoardDrag scale={scale} laneNames={laneNames} onDrop={onDrop}>
        {board}
      </BoardDrag>
    </BoardTooltip>
  )
}
