import { UnstyledButton } from '@mantine/core'
import { IconArrowsSort, IconSortAscending, IconSortDescending } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './sort-button.module.css'

/** The order of a table's rows. */
export interface TableSort {
  /** The column that they are sorted by. */
  readonly columnId: string
  readonly isAscending: boolean
  /** Called when the header of a column is pressed. */
  readonly onSort: (columnId: string) => void
}

/** How a column is sorted, as its header says it; undefined: the rows are sorted by another one. */
export function sortedBy(sort: TableSort, columnId: string): 'ascending' | 'descending' | undefined {
  if (sort.columnId !== columnId) return undefined
  return sort.isAscending ? 'ascending' : 'descending'
}

const icons = { ascending: IconSortAscending, descending: IconSortDescending }

export interface SortButtonProps {
  readonly sort: TableSort
  readonly columnId: string
  /** The header. */
  readonly children: ReactNode
}

/** The header of a column, as a button that sorts by it. */
export function SortButton({ sort, columnId, children }: SortButtonProps) {
  const sorted = sortedBy(sort, columnId)
  const Icon = sorted === undefined ? IconArrowsSort : icons[sorted]
  return (
    <UnstyledButton className={classes.sort} onClick={() => sort.onSort(columnId)} data-keeps-focus>
      {children}
      <Icon size={14} stroke={1.7} aria-hidden />
    </UnstyledButton>
  )
}
