import type pg from 'pg'
import type { Findings } from '../findings.ts'
import type { EnteredRecord } from './fold-entries.ts'

/** A record as it is stored. */
export interface StoredRow {
  readonly id: string
  readonly source: 'servicetitan' | 'lazi'
  readonly isDeleted: boolean
  /** By field, as entries have them. */
  readonly values: Readonly<Record<string, unknown>>
}

/** The switch since which LAZI owns the records of a domain. */
export interface Switched {
  /** Its entry. */
  readonly seq: bigint
  /** When it was, as PostgreSQL writes it. */
  readonly at: string
}

/** A record and what its entries say of it. */
export interface ComparedRecord {
  readonly row: StoredRow
  readonly entered: EnteredRecord
}

/** Where records are compared. */
export interface RecordsCheck {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly findings: Findings
  /** Whether the log has its oldest entries: if not, some records were created by entries that retention deleted. */
  readonly isWhole: boolean
  /** Called after each batch, with the number of records of the table that were compared so far. */
  readonly onProgress: (table: string, compared: number) => void
}
