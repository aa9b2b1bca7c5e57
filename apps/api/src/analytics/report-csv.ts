import type { CsvColumn } from '../http/csv.ts'
import type { BacklogReport, CustomersReport, OpenInvoice, Recall } from './report-schemas.ts'

/** The columns of the invoices behind receivables. */
export const openInvoiceColumns: readonly CsvColumn<OpenInvoice>[] = [
  { name: 'id', of: ({ id }) => id },
  { name: 'number', of: ({ number }) => number, isText: true },
  { name: 'customerName', of: ({ customerName }) => customerName, isText: true },
  { name: 'day', of: ({ day }) => day },
  { name: 'dueDay', of: ({ dueDay }) => dueDay },
  { name: 'total', of: ({ total }) => total },
  { name: 'open', of: ({ open }) => open },
]

/** The columns of recalls. */
export const recallColumns: readonly CsvColumn<Recall>[] = [
  { name: 'originalId', of: ({ original }) => original.id },
  { name: 'originalNumber', of: ({ original }) => original.number, isText: true },
  { name: 'completedDay', of: ({ original }) => original.completedDay },
  { name: 'recallId', of: ({ recall }) => recall.id },
  { name: 'recallNumber', of: ({ recall }) => recall.number, isText: true },
  { name: 'recallStatus', of: ({ recall }) => recall.status, isText: true },
  { name: 'bookedDay', of: ({ recall }) => recall.bookedDay },
  { name: 'customerName', of: ({ customerName }) => customerName, isText: true },
]

/** The columns of the backlog by business unit. */
export const backlogColumns: readonly CsvColumn<BacklogReport['byBusinessUnit'][number]>[] = [
  { name: 'businessUnitId', of: ({ businessUnit }) => businessUnit.id },
  { name: 'businessUnit', of: ({ businessUnit }) => businessUnit.name, isText: true },
  { name: 'jobs', of: ({ jobs }) => jobs },
  { name: 'value', of: ({ value }) => value },
  { name: 'oldest', of: ({ oldest }) => oldest },
]

interface CohortMonth {
  readonly month: string
  readonly monthsLater: number
  readonly customers: number
}

/** The columns of cohorts. */
export const cohortColumns: readonly CsvColumn<CohortMonth>[] = [
  { name: 'month', of: ({ month }) => month },
  { name: 'monthsLater', of: ({ monthsLater }) => monthsLater },
  { name: 'customers', of: ({ customers }) => customers },
]

/** A row for each month of each cohort; the one of 0 months later has its size. */
export const cohortRows = ({ cohorts }: CustomersReport): readonly CohortMonth[] =>
  cohorts.flatMap(({ month, customers }) =>
    customers.map((count, monthsLater) => ({ month, monthsLater, customers: count })),
  )
