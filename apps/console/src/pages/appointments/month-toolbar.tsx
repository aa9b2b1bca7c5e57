import { ActionIcon, Button, Group } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { NameFilter } from '../../components/filters/name-filter.tsx'
import { addMonths } from '../../time/local-day.ts'
import classes from './month-toolbar.module.css'

export interface MonthToolbarProps {
  /** YYYY-MM */
  readonly month: string
  readonly thisMonth: string
  readonly onMonth: (month: string) => void
  /** Names by id. */
  readonly technicians: ReadonlyMap<string, string>
  readonly technicianId: string | undefined
  readonly onTechnician: (id: string | null) => void
}

/** Controls for the month and the technician of a list of appointments. */
export function MonthToolbar(props: MonthToolbarProps) {
  const { month, thisMonth, onMonth, technicians, technicianId, onTechnician } = props
  return (
    <search className={classes.toolbar} aria-label="Month and technician" data-keeps-focus>
      <Group gap={6} wrap="nowrap">
        <ActionIcon
          variant="default"
          size={34}
          aria-label="Previous month"
          onClick={() => onMonth(addMonths(month, -1))}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={34}
          aria-label="Next month"
          onClick={() => onMonth(addMonths(month, 1))}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
        <Button variant="default" onClick={() => onMonth(thisMonth)}>
          This month
        </Button>
      </Group>
      <NameFilter
        label="Technician"
        placeholder="Choose a technician"
        names={technicians}
        value={technicianId}
        onChange={onTechnician}
      />
    </search>
  )
}
