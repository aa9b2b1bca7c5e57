import { z } from '@hono/zod-openapi'
import { valueJson } from 'records'
import { id, instant, instantParameter, recordId, text } from '../http/values.ts'
import { type SyncOfRecord, syncOfRecord } from './sync-of-record.ts'

/** The kind of a field: it determines the field's type in JSON and its SQL. */
export type FieldKind = keyof FieldValues

/** The JSON type of each kind. */
export interface FieldValues {
  readonly id: string
  /** An id of LAZI's. */
  readonly uuid: string
  readonly text: string
  readonly boolean: boolean
  readonly integer: number
  readonly number: number
  /** An exact decimal number as text. */
  readonly decimal: string
  /** A timestamp in UTC. */
  readonly instant: string
  /** A date without a time. */
  readonly date: string
  readonly ids: readonly string[]
  readonly uuids: readonly string[]
  readonly texts: readonly string[]
  readonly json: unknown
  readonly sync: SyncOfRecord
}

/** SQL of a column's JSON value, by kind. */
export const jsonValue: Readonly<Record<FieldKind, (column: string) => string>> = {
  ...valueJson,
  sync: (sql) => sql,
}

/** The OpenAPI schema of each kind. */
export const fieldSchema: Readonly<Record<FieldKind, z.ZodType>> = {
  id,
  uuid: recordId,
  text: z.string(),
  boolean: z.boolean(),
  integer: z.int(),
  number: z.number(),
  decimal: z.string().openapi({ description: 'An exact decimal number as text.', example: '129.95' }),
  instant,
  date: z.string().openapi({ format: 'date', example: '2026-03-10' }),
  ids: z.array(id.nullable()),
  uuids: z.array(recordId),
  texts: z.array(z.string().nullable()),
  json: z.unknown(),
  sync: syncOfRecord,
}

/** The schema of a parameter of each kind; fields of other kinds cannot be filtered. */
export const parameterSchema: Readonly<Partial<Record<FieldKind, z.ZodType<string, string>>>> = {
  id,
  uuid: recordId,
  text: text(200),
  instant: instantParameter,
}

/** The SQL type of a parameter of each kind. */
export const sqlType: Readonly<Partial<Record<FieldKind, string>>> = {
  id: 'bigint',
  uuid: 'uuid',
  text: 'text',
  instant: 'timestamptz',
}
