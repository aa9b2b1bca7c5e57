import { type DraggableAttributes, type DraggableSyntheticListeners, useDraggable } from '@dnd-kit/core'
import { VisuallyHidden } from '@mantine/core'
import { memo } from 'react'
import { Link } from 'react-router'
import { toneOf } from '../../../components/values/tone.ts'
import { numberedTitle } from '../../../records/record-title.ts'
import { useAccount } from '../../../session/use-accounts.ts'
import { useTenantPath } from '../../../session/use-tenant-path.ts'
import { formatTime } from '../../../time/format.ts'
import type { Booking } from '../board-lanes.ts'
import type { BoardScale } from '../board-scale.ts'
import type { PlacedBooking } from '../drag/placement.ts'
import classes from './appointment-block.module.css'

interface BlockProps {
  readonly booking: Booking
  readonly canMove: boolean
  readonly line: number
  readonly scale: BoardScale
}

export interface AppointmentBlockProps extends BlockProps {
  /** The lane that it is shown in: the technician, or that of unassigned appointments. */
  readonly lane: string
}

/**
 * An appointment on the board, linked to its page. It can be dragged if it may be moved. While one is dragged, each block
 * is rendered again, as dnd-kit asks for; its link is not.
 */
export const AppointmentBlock = memo(function AppointmentBlock({ lane, ...block }: AppointmentBlockProps) {
  const { booking, canMove } = block
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id: `${lane} ${booking.appointment.id}`,
    data: { booking, lane } satisfies PlacedBooking,
    disabled: !canMove,
    attributes: { role: 'link', roleDescription: 'appointment that can be moved' },
  })
  return (
    <BlockLink
      {...block}
      nodeRef={setNodeRef}
      attributes={attributes}
      listeners={listeners}
      isDragging={isDragging}
    />
  )
})

interface BlockLinkProps extends BlockProps {
  readonly nodeRef: (element: HTMLElement | null) => void
  readonly attributes: DraggableAttributes
  readonly listeners: DraggableSyntheticListeners
  readonly isDragging: boolean
}

const BlockLink = memo(function BlockLink(props: BlockLinkProps) {
  const { booking, canMove, line, scale, nodeRef, attributes, listeners, isDragging } = props
  const { shareOf } = scale
  const { timeZone } = useAccount()
  const pathOf = useTenantPath()
  const { appointment, startMs, endMs } = booking
  const { jobNumber, jobTypeName, customerName, status } = appointment
  const job = numberedTitle('Job', jobNumber, appointment.jobId)
  const left = shareOf(startMs)
  const time = `${formatTime(startMs, timeZone)} – ${formatTime(endMs, timeZone)}`
  const customer = customerName || appointment.locationName || 'Unknown customer'
  return (
    <Link
      ref={nodeRef}
      to={pathOf(`/appointments/${appointment.id}`)}
      draggable={false}
      {...(canMove && { ...attributes, ...listeners })}
      className={classes.block}
      data-appointment={appointment.id}
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
  )
})
