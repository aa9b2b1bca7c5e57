import type { FieldKind, FieldValues } from '../resource-definition/field-kinds.ts'
import type { Resource } from '../resource-definition/resource.ts'
import type { ResourceName, resourceMap } from '../resources/resources.ts'

type Map = typeof resourceMap

/** What every row has. */
interface SharedRow {
  readonly id: string
  /** False for rows that ServiceTitan deactivated. */
  readonly active: boolean
  readonly createdOn: string | null
  readonly modifiedOn: string | null
  /** When this version was written. */
  readonly syncedAt: string
  /** The tombstone; null while the record exists. */
  readonly deletedAt: string | null
}

type FieldsOf<R extends Resource> = {
  readonly [F in keyof R['fields']]: R['fields'][F] extends FieldKind
    ? FieldValues[R['fields'][F]] | null
    : never
}

/** One row of a resource. */
export type Row<Name extends ResourceName> = SharedRow & FieldsOf<Map[Name]>

/** What can come along with a row of a resource. */
export type IncludeName<Name extends ResourceName> = keyof Map[Name]['includes'] & string

type Included<I> = I extends { resource: infer Other extends ResourceName; many: infer Many }
  ? Many extends true
    ? readonly Row<Other>[]
    : Row<Other> | null
  : never

/** A row with what was asked to come along. */
export type RowWith<Name extends ResourceName, Includes extends IncludeName<Name>> = Row<Name> & {
  readonly [I in Includes]: Included<Map[Name]['includes'][I]>
}

type PathOf<Name extends ResourceName> = Map[Name]['paths'][number]
type Period<F> = F extends string ? `${F}From` | `${F}Before` : never

/** Parameters of a resource's list. */
export type FilterName<Name extends ResourceName> =
  | Extract<PathOf<Name>, { at: string }>['at']
  | Period<Extract<PathOf<Name>, { within: string }>['within']>
  | (Extract<PathOf<Name>, { begins: string }> extends never ? never : 'search')
  | Map[Name]['narrow'][number]
