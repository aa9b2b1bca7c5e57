import type { OwnableDomain } from 'db-migrations/protocol'
import type { ValueKind } from '../value-json.ts'

// What people can change, as data: the API validates requests with it, the console builds its forms from it, and the
// write path reads and writes its columns. It imports nothing that runs, so that the console can use it.

interface Shared {
  /** Whether a record must have a value. @default false */
  readonly isRequired?: true
  /** The value of a new record that is created without one. @default null */
  readonly initial?: unknown
  /** The fields with which it is agreed upon: ServiceTitan's API takes them only together. */
  readonly group?: string
  /** Which side owns it while both sides change records. @default 'shared' */
  readonly ownerInHybrid?: 'servicetitan'
  /** What happens to a field of both sides that both have changed: a person decides. @default ServiceTitan's value stays */
  readonly onConflict?: 'ask'
  /** A status of which only some values are agreed upon. @default compared by its kind */
  readonly comparedAs?: 'jobStatus' | 'appointmentStatus'
  /** Whether ServiceTitan's API cannot empty it. @default it can, or the field is required */
  readonly staysInHybrid?: true
}

/** A field that people can change. */
export type WritableField = Shared &
  (
    | { readonly kind: 'text'; readonly max: number; readonly isLong?: true }
    | { readonly kind: 'choice'; readonly options: readonly string[] }
    | { readonly kind: 'boolean' }
    | { readonly kind: 'number'; readonly min: number; readonly max: number }
    | { readonly kind: 'decimal' }
    | { readonly kind: 'instant' }
    /** The id of a record of a table in schema `lazi`. */
    | { readonly kind: 'record'; readonly of: string }
    /** The ids of records of a table in schema `lazi`; at most `max`, but more may be kept, as after a merge. */
    | { readonly kind: 'records'; readonly of: string; readonly max: number }
    /** Texts by the id of their type: those that are given are set, and null removes one. */
    | { readonly kind: 'customFields' }
  )

/** The records of a table, as people can change them. */
export interface WritableTable {
  /** The table in schema `lazi`, such as `jobs`. */
  readonly table: string
  readonly domain: OwnableDomain
  /** What people may change, by field. */
  readonly fields: Readonly<Record<string, WritableField>>
  /** Why people cannot change the others, by field. */
  readonly readOnly: Readonly<Record<string, string>>
  /** Fields that are given when a record is created, and never change. */
  readonly fixed?: readonly string[]
}

const kinds: Readonly<Record<WritableField['kind'], ValueKind>> = {
  text: 'text',
  choice: 'text',
  boolean: 'boolean',
  number: 'number',
  decimal: 'decimal',
  instant: 'instant',
  record: 'uuid',
  records: 'uuids',
  customFields: 'json',
}

/**
 * The kind of a field's value in JSON.
 * @example
 * valueKindOf({ kind: 'record', of: 'customers' }) // 'uuid'
 */
export const valueKindOf = ({ kind }: Pick<WritableField, 'kind'>): ValueKind => kinds[kind]

type Given<F extends WritableField> = F extends {
  readonly kind: 'choice'
  readonly options: readonly (infer O)[]
}
  ? O
  : F extends { readonly kind: 'boolean' }
    ? boolean
    : F extends { readonly kind: 'number' }
      ? number
      : F extends { readonly kind: 'records' }
        ? readonly string[]
        : F extends { readonly kind: 'customFields' }
          ? Readonly<Record<string, string | null>>
          : string

type ValueOf<F> = F extends WritableField
  ? F extends { readonly isRequired: true }
    ? Given<F>
    : Given<F> | null
  : never

type Needed<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { readonly isRequired: true }
    ? Fields[Name] extends { readonly initial: unknown }
      ? never
      : Name
    : never
}[keyof Fields]

/**
 * The values of a new record: required fields without an initial value must be given.
 * @example
 * const customer: NewValues<typeof customerFields> = { name: 'Ada Park' }
 */
export type NewValues<T extends { readonly fields: object }> = {
  readonly [Name in Needed<T['fields']>]: ValueOf<T['fields'][Name]>
} & { readonly [Name in Exclude<keyof T['fields'], Needed<T['fields']>>]?: ValueOf<T['fields'][Name]> }

/**
 * New values of some fields of a record.
 * @example
 * const changes: ChangedValues<typeof jobFields> = { summary: 'No heat upstairs' }
 */
export type ChangedValues<T extends { readonly fields: object }> = {
  readonly [Name in Exclude<keyof T['fields'], FixedOf<T>>]?: ValueOf<T['fields'][Name]>
}

type FixedOf<T> = T extends { readonly fixed: readonly (infer Name)[] } ? Name : never
