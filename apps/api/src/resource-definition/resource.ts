import type { ResourceName } from 'catalog'
import type { FieldKind } from './field-kinds.ts'
import type { ResourceFilters } from './filters.ts'
import type { Include } from './include.ts'
import { sharedFields } from './shared-fields.ts'

/** A resource as the API serves it: its fields, its filters, and the related rows it can include. */
export interface Resource extends ResourceFilters {
  /** The name in the URL, such as `job-types`. */
  readonly name: ResourceName
  /** The type name of one row, such as `JobType`. */
  readonly type: string
  /** The name of the cache table in schema `raw`. */
  readonly table: string
  readonly fields: Readonly<Record<string, FieldKind>>
  readonly includes: Readonly<Record<string, Include>>
}

/** The column of a field: `jobNumber` is `job_number`. */
export function columnOf(field: string): string {
  return field === 'id' ? 'st_id' : field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** All fields of a resource, the shared ones first. */
export function fieldsOf(resource: Resource): Readonly<Record<string, FieldKind>> {
  const { id, active, ...times } = sharedFields
  return { id, active, ...resource.fields, ...times }
}
