import { useDraggable } from '@dnd-kit/core'
import { Tooltip, VisuallyHidden } from '@mantine/core'
import { Link } from 'react-router'
import { toneOf } from '../../components/values/tone.ts'
import { numberedTitle } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'
import { formatTime } from '../../time/format.ts'
import classes from './appointment-block.module.css'
import type { Booking } from './board-lanes.ts'
import type { BoardScale } from './board-scale.ts'
import type { PlacedBooking } from './placement.ts'

export interface AppointmentBlockProps {
  readonly booking: Booking
  /** The lane that it is shown in: the technician, or that of unassigned appointments. */
  readonly lane: string
  readonly canMove: boolean
  readonly line: number
  readonly scale: BoardScale
}

/** An appointment on the board, linked to its page. It can be dragged if it may be moved. */
export function AppointmentBlock(props: AppointmentBlockProps) {
  const {
    booking,
    lane,
    canMove,
    line,
    scale: { shareOf },
  } = props
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id: `${lane} ${booking.appointment.id}`,
    data: { booking, lane } satisfies PlacedBooking,
    disabled: !canMove,
    attributes: { role: 'link', roleDescription: 'appointment that can be moved' },
  })
  const { timeZone } = useAccount()
  const pathOf = useTenantPath()
  const { appointment, startMs, endMs } = booking
  const { jobNumber, jobTypeName, customerName, status, address } = appointment
  const job = numberedTitle('Job', jobNumber, appointment.jobId)
  const left = shareOf(startMs)
  const time = `${formatTime(startMs, timeZone)} – ${formatTime(endMs, timeZone)}`
  const customer = customerName || appointment.locationName || 'Unknown customer'
  return (
    <Tooltip
      multiline
      events={{ hover: true, focus: true, touch: false }}
      // An open tooltip would take the Escape key, which ends the drag.
      {...(isDragging && { opened: false })}
      maw={280}
      label={
        <span className={classes.details}>
          <strong>{customer}</strong>
          <span>{time}</span>
          <span>
            {job}
            {jobTypeName && ` · ${jobTypeName}`}
          </span>
          {address && <span>{address}</span>}
          <span>{status ?? 'No status'}</span>
        </span>
      }
    >
      <Link
        ref={setNodeRef}
        to={pathOf(`/appointments/${appointment.id}`)}
        draggable={false}
        {...(canMove && { ...attributes, ...listeners })}
        className={classes.block}
        data-movable={canMove}
        data-dragged={isDragging}
        data-tone={toneOf(status)}
        data-status={status}
        style={{ left: `${left * 100}%`, width: `${(shareOf(endMs) - left) * 100}%`, '--line': line }}
      >
        <span className={classes.customer}>{customer}</span>
        <span className={classes.jobType}>{jobTypeName ?? job}</span>
        <VisuallyHidden>
          , {time}, {job}, {status ?? 'no status'}
        </VisuallyHidden>
      </Link>
    </Tooltip>
  )
}
