import type { ApiKind, Resource } from './resource.ts'

type CamelCase<S extends string> = S extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : S

/** The API fields of a resource, each with its kind. */
export type ApiFields<R extends Resource> = {
  readonly [C in keyof R['columns'] & string as R['columns'][C]['api'] extends ApiKind
    ? CamelCase<C>
    : never]: R['columns'][C]['api']
}

/**
 * The API fields of a resource, in column order, without the fields that every row has.
 * @returns the kind of each field by name: the column `job_number` is the field `jobNumber`
 * @example
 * apiFieldsOf(resourceMap.teams) // { name: 'text', createdById: 'id' }
 */
export function apiFieldsOf<R extends Resource>(resource: R): ApiFields<R>
export function apiFieldsOf({ columns }: Resource): Readonly<Record<string, ApiKind>> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, { api }]) => (api === null ? [] : [[camelCase(name), api]])),
  )
}

/**
 * The name of a column as a field.
 * @example
 * camelCase('job_number') // 'jobNumber'
 */
export function camelCase(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
