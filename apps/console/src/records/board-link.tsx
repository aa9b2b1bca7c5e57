import { Button } from '@mantine/core'
import { IconCalendarTime } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useAccount } from '../session/use-accounts.ts'
import { useTenantPath } from '../session/use-tenant-path.ts'
import { localDay } from '../time/local-day.ts'

export interface BoardDayLinkProps {
  /** An instant of the day, in ISO 8601. */
  readonly at: string
}

/** A button that opens the schedule board on the day of a record. */
export function BoardDayLink({ at }: BoardDayLinkProps) {
  const { timeZone } = useAccount()
  return <BoardLink query={`date=${localDay(Date.parse(at), timeZone)}`}>Day on the board</BoardLink>
}

/** A button that opens today's schedule board, narrowed to a technician. */
export function TechnicianBoardLink({ technicianId }: { readonly technicianId: string }) {
  return <BoardLink query={`technicianId=${technicianId}`}>Today on the board</BoardLink>
}

function BoardLink({ query, children }: { readonly query: string; readonly children: string }) {
  const pathOf = useTenantPath()
  return (
    <Button
      component={Link}
      variant="default"
      leftSection={<IconCalendarTime size={16} aria-hidden />}
      to={pathOf(`/schedule?${query}`)}
    >
      {children}
    </Button>
  )
}
