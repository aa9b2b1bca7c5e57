import { z } from '@hono/zod-openapi'
import { id, instant, moment, text } from '../http/values.ts'

/** What a field holds: how it goes out, and what type it has there. */
export type FieldKind = keyof FieldValues

/** The type of each kind in JSON. */
export interface FieldValues {
  readonly id: string
  readonly text: string
  readonly boolean: boolean
  readonly integer: number
  readonly number: number
  /** A decimal number as text, exact. */
  readonly decimal: string
  /** A moment in UTC. */
  readonly moment: string
  /** A date without a time. */
  readonly date: string
  readonly ids: readonly string[]
  readonly texts: readonly string[]
  readonly json: unknown
}

/** SQL of a moment as text, in UTC and to the microsecond. */
export function momentText(sql: string): string {
  return `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/** SQL of what stands in JSON for a column of each kind. */
export const jsonValue: Readonly<Record<FieldKind, (column: string) => string>> = {
  id: (column) => `${column}::text`,
  text: (column) => column,
  boolean: (column) => column,
  integer: (column) => column,
  number: (column) => column,
  decimal: (column) => `${column}::text`,
  moment: momentText,
  date: (column) => `to_char(${column}, 'YYYY-MM-DD')`,
  ids: (column) => `${column}::text[]`,
  texts: (column) => column,
  json: (column) => column,
}

/** What each kind is in the document. */
export const fieldSchema: Readonly<Record<FieldKind, z.ZodType>> = {
  id,
  text: z.string(),
  boolean: z.boolean(),
  integer: z.int(),
  number: z.number(),
  decimal: z.string().openapi({ description: 'A decimal number, exact.', example: '129.95' }),
  moment,
  date: z.string().openapi({ format: 'date', example: '2026-03-10' }),
  ids: z.array(id.nullable()),
  texts: z.array(z.string().nullable()),
  json: z.unknown(),
}

/** What a parameter of each kind may be; the others are no parameters. */
export const parameterSchema: Readonly<Partial<Record<FieldKind, z.ZodType<string, string>>>> = {
  id,
  text: text(200),
  moment: instant,
}

/** The type of a parameter in SQL. */
export const sqlType: Readonly<Partial<Record<FieldKind, string>>> = {
  id: 'bigint',
  text: 'text',
  moment: 'timestamptz',
}
