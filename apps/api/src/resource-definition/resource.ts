import type { FieldKind } from './field-kinds.ts'

/**
 * A way to find rows that an index serves. What it is called by comes first in the index, after the tenant; what it is
 * ordered by comes next. A request takes the first of its resource's paths that one of its parameters belongs to.
 */
export interface Path {
  /** Field that is given, exactly: parameter of the same name. */
  readonly at?: string
  /** Field of which a period is given: parameters `<field>From` and `<field>Before`. */
  readonly within?: string
  /** Field whose beginning is given, whatever the case: parameter `search`. */
  readonly begins?: 'name'
  /** Field that the index has the rows in order of. @default the id */
  readonly orderedBy?: string
  /** Whether the greatest comes first. @default false */
  readonly newestFirst?: boolean
  /** Rows that the index has: kept ones have no tombstone, live ones are active too. @default all */
  readonly only?: 'kept' | 'live'
  readonly index: string
}

/** Related rows that come along: one row or many of another resource. */
export interface Include {
  readonly resource: string
  readonly many: boolean
  /** SQL of an array of what the rows have in `column`, from the row `t`; `$1` is the tenant. */
  readonly keys: string
  /** The column of the other table, by which an index finds its rows. */
  readonly column: string
  /** Field that they come in the order of, greatest first with a minus; the id comes last. @default the id */
  readonly orderBy?: string
  /** Rows at most. */
  readonly limit: number
}

/** A resource as the API shows it: which fields it has, how its rows are found, and what can come along. */
export interface Resource {
  /** As in the path, such as `job-types`. */
  readonly name: string
  /** The type of one row, such as JobType. */
  readonly type: string
  /** The cache table in schema raw. */
  readonly table: string
  readonly fields: Readonly<Record<string, FieldKind>>
  readonly paths: readonly Path[]
  /** Fields that narrow down what a path found: parameters of the same names. */
  readonly narrow: readonly string[]
  readonly includes: Readonly<Record<string, Include>>
}

/** Keeps the literal types of a resource, from which the types of its rows follow. */
export function defineResource<const R extends Resource>(resource: R): R {
  return resource
}

/** The column of a field: `jobNumber` is `job_number`. */
export function columnOf(field: string): string {
  return field === 'id' ? 'st_id' : field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Fields of every resource. */
const sharedFields = {
  id: 'id',
  active: 'boolean',
  createdOn: 'moment',
  modifiedOn: 'moment',
  syncedAt: 'moment',
  deletedAt: 'moment',
} as const satisfies Readonly<Record<string, FieldKind>>

/** All fields of a resource, the shared ones first. */
export function fieldsOf(resource: Resource): Readonly<Record<string, FieldKind>> {
  const { id, active, ...times } = sharedFields
  return { id, active, ...resource.fields, ...times }
}
