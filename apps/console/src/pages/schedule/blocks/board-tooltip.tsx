import { Tooltip } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useState } from 'react'
import { numberedTitle } from '../../../records/record-title.ts'
import { useAccount } from '../../../session/use-accounts.ts'
import { formatTime } from '../../../time/format.ts'
import type { Booking } from '../board-lanes.ts'
import classes from './board-tooltip.module.css'

export interface BoardTooltipProps {
  readonly bookings: readonly Booking[]
  readonly children: ReactNode
}

/**
 * The details of the appointment that the mouse or the focus is on. One tooltip serves all: one for each appointment made
 * the board, with hundreds of them, slow.
 */
export function BoardTooltip({ bookings, children }: BoardTooltipProps) {
  const [block, setBlock] = useState<HTMLElement>()
  const point = ({ target }: SyntheticEvent) =>
    setBlock((target as Element).closest<HTMLElement>('[data-appointment]') ?? undefined)
  const hide = () => setBlock(undefined)
  const id = block?.dataset.appointment
  const booking = id === undefined ? undefined : bookings.find(({ appointment }) => appointment.id === id)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the events of the blocks, which are links
    <div
      onMouseOver={point}
      onFocus={point}
      onMouseLeave={hide}
      onBlur={hide}
      onMouseDown={hide}
      onKeyDown={({ code }: KeyboardEvent) => (code === 'Escape' || code === 'Space') && hide()}
    >
      {children}
      {block && booking && (
        <Tooltip multiline maw={280} opened target={block} label={<Details booking={booking} />} />
      )}
    </div>
  )
}

function Details({ booking: { appointment, startMs, endMs } }: { readonly booking: Booking }) {
  const { timeZone } = useAccount()
  const { customerName, locationName, jobNumber, jobId, jobTypeName, address, status } = appointment
  return (
    <span className={classes.details}>
      <strong>{customerName || locationName || 'Unknown customer'}</strong>
      <span>
        {formatTime(startMs, timeZone)} – {formatTime(endMs, timeZone)}
      </span>
      <span>
        {numberedTitle('Job', jobNumber, jobId)}
        {jobTypeName && ` · ${jobTypeName}`}
      </span>
      {address && <span>{address}</span>}
      <span>{status ?? 'No status'}</span>
    </span>
  )
}
