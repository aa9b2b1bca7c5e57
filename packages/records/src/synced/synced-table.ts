import type { WritableTable } from '../fields/field.ts'
import type { RecordTable } from '../table.ts'
import type { ValueKind } from '../value-json.ts'
import type { OtherFields } from '../writes/stored-record.ts'

/** A table whose records both sides change: what is exchanged of it, and where its values come from. */
export interface SyncedTable {
  readonly writable: WritableTable
  readonly record: RecordTable
  /** Fields that only LAZI has, and that requests need. @default none */
  readonly carried?: OtherFields
  /** Fields that follow from an exchanged one while it differs; else they are ServiceTitan's. @default none */
  readonly follows?: Readonly<Record<string, Following>>
  /** The records that end with it, and are back with it. @default none */
  readonly endsWith?: { readonly table: string; readonly by: string }
  /** With which other record it is sent, in words. @default by requests of its own */
  readonly sentWith?: string
}

/** A field that follows from another one. */
interface Following {
  readonly of: string
  readonly kind: ValueKind
  readonly derive: (value: unknown) => unknown
}
