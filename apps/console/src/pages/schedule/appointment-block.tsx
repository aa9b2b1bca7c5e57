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

export interface AppointmentBlockProps {
  readonly booking: Booking
  readonly line: number
  readonly scale: BoardScale
}

/** An appointment on the board, linked to its page. */
export function AppointmentBlock({ booking, line, scale: { shareOf } }: AppointmentBlockProps) {
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
        to={pathOf(`/appointments/${appointment.id}`)}
        className={classes.block}
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
