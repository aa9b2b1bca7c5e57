import { useDroppable } from '@dnd-kit/core'
import { appointmentTransitions } from 'api/client'
import type { ReactNode } from 'react'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import type { AvailableTechnician } from '../../data/use-schedule.ts'
import { isClosed } from '../../records/is-closed.ts'
import { formatMinutes } from '../../time/format.ts'
import { AppointmentBlock } from './blocks/appointment-block.tsx'
import type { Booking, Lane } from './board-lanes.ts'
import type { BoardScale } from './board-scale.ts'
import { unassignedLane } from './drag/placement.ts'
import { FreeInterval } from './free-interval.tsx'
import { HourLines } from './hour-header.tsx'
import classes from './lane.module.css'
import { stackIntervals } from './stack-intervals.ts'

export interface TechnicianLaneProps {
  readonly lane: Lane
  readonly scale: BoardScale
  readonly availability: AvailableTechnician | undefined
  readonly canMove: boolean
}

/** A technician's day: the bookings, and the free time between 8:00 and 17:00. */
export function TechnicianLane({ lane, scale, availability, canMove }: TechnicianLaneProps) {
  const { technician, bookings } = lane
  return (
    <LaneFrame
      id={technician.id}
      canMove={canMove}
      label={technician.name ?? technician.id}
      head={
        <>
          <TenantLink to={`/technicians/${technician.id}`}>
            <span className={classes.name}>{technician.name ?? technician.id}</span>
          </TenantLink>
          <span className={classes.booked}>{availability ? booked(availability.bookedMinutes) : ' '}</span>
        </>
      }
      bookings={bookings}
      scale={scale}
    >
      {availability?.free.map((interval) => (
        <FreeInterval key={interval.start} interval={interval} scale={scale} />
      ))}
    </LaneFrame>
  )
}

export interface UnassignedLaneProps {
  readonly bookings: readonly Booking[]
  readonly scale: BoardScale
  readonly canMove: boolean
}

/** Appointments without a technician. */
export function UnassignedLane({ bookings, scale, canMove }: UnassignedLaneProps) {
  return (
    <LaneFrame
      id={unassignedLane}
      canMove={canMove}
      label="Unassigned"
      isMarked={bookings.length > 0}
      head={
        <>
          <span className={classes.name}>Unassigned</span>
          <span className={classes.booked}>
            {bookings.length === 1 ? '1 appointment' : `${bookings.length} appointments`}
          </span>
        </>
      }
      bookings={bookings}
      scale={scale}
    />
  )
}

interface LaneFrameProps {
  readonly id: string
  readonly canMove: boolean
  readonly label: string
  readonly head: ReactNode
  readonly bookings: readonly Booking[]
  readonly scale: BoardScale
  readonly isMarked?: boolean
  readonly children?: ReactNode
}

function LaneFrame({ id, canMove, label, head, bookings, scale, isMarked, children }: LaneFrameProps) {
  const { stacked, lines } = stackIntervals(bookings)
  const { setNodeRef, isOver } = useDroppable({ id, disabled: !canMove })
  return (
    <section className={classes.lane} aria-label={label} data-marked={isMarked} style={{ '--lines': lines }}>
      <div className={classes.head}>{head}</div>
      <div ref={setNodeRef} className={classes.track} data-over={isOver}>
        <HourLines scale={scale} />
        {children}
        {stacked.map(({ item, line }) => (
          <AppointmentBlock
            key={item.appointment.id}
            booking={item}
            lane={id}
            canMove={canMove && isMovable(item)}
            line={line}
            scale={scale}
          />
        ))}
      </div>
    </section>
  )
}

function booked(minutes: number): string {
  return minutes === 0 ? 'Nothing booked' : `${formatMinutes(minutes)} booked`
}

/** Whether an appointment is still to be done, and has a time. */
function isMovable({ appointment: { end, status, jobStatus } }: Booking): boolean {
  const { from } = appointmentTransitions.assign
  return end !== null && !isClosed(jobStatus) && from.some((open) => open === status)
}
