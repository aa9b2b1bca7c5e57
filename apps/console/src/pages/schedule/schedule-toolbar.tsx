import { ActionIcon, Button, Group, Switch, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { BoardTechnician } from 'api/client'
import { NameFilter } from '../../components/filters/name-filter.tsx'
import { useNames } from '../../data/use-names.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { addDays, isDay } from '../../time/local-day.ts'
import classes from './schedule-toolbar.module.css'

type ScheduleFilter = 'date' | 'teamId' | 'businessUnitId' | 'technicianId' | 'wholeDay'

export interface ScheduleToolbarProps {
  readonly day: string
  readonly today: string
  readonly filters: Readonly<Record<ScheduleFilter, string | undefined>>
  /** The technicians on the board, as options of the filter. */
  readonly technicians: readonly BoardTechnician[]
  readonly onChange: (name: ScheduleFilter, value: string | null) => void
}

/** Controls for the day and the filters of the board. */
export function ScheduleToolbar({ day, today, filters, technicians, onChange }: ScheduleToolbarProps) {
  const account = useAccount()
  const teams = useNames(account, 'teams')
  const businessUnits = useNames(account, 'business-units')
  const goTo = (date: string) => onChange('date', date === today ? null : date)
  return (
    <search className={classes.toolbar} aria-label="Day and filters" data-keeps-focus>
      <Group gap={6} wrap="nowrap">
        <ActionIcon
          variant="default"
          size={34}
          aria-label="Previous day"
          onClick={() => goTo(addDays(day, -1))}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <TextInput
          type="date"
          aria-label="Day"
          value={day}
          onChange={({ currentTarget: { value } }) => isDay(value) && goTo(value)}
          className={classes.date}
        />
        <ActionIcon variant="default" size={34} aria-label="Next day" onClick={() => goTo(addDays(day, 1))}>
          <IconChevronRight size={16} />
        </ActionIcon>
        <Button variant="default" onClick={() => goTo(today)}>
          Today
        </Button>
      </Group>
      <NameFilter
        label="Team"
        placeholder="All teams"
        names={teams}
        value={filters.teamId}
        onChange={(value) => onChange('teamId', value)}
      />
      <NameFilter
        label="Business unit"
        placeholder="All business units"
        names={businessUnits}
        value={filters.businessUnitId}
        onChange={(value) => onChange('businessUnitId', value)}
      />
      <NameFilter
        label="Technician"
        placeholder="All technicians"
        names={new Map(technicians.map(({ id, name }) => [id, name ?? id]))}
        value={filters.technicianId}
        onChange={(value) => onChange('technicianId', value)}
      />
      <Switch
        label="Whole day"
        checked={filters.wholeDay === 'true'}
        onChange={({ currentTarget: { checked } }) => onChange('wholeDay', checked ? 'true' : null)}
      />
    </search>
  )
}
