import { z } from '@hono/zod-openapi'
import { fieldSchema } from '../resource-definition/field-kinds.ts'
import type { Resource } from '../resource-definition/resource.ts'
import { listIncludes } from './include-json.ts'

const schemas = new Map<string, z.ZodObject>()

/** The schema of a resource's row. `fields` omits members, so only the id is required. */
export function rowSchema(resource: Resource): z.ZodObject {
  const known = schemas.get(resource.type)
  if (known) return known
  const members = Object.entries(resource.fields).map(([name, kind]) => {
    const schema = fieldSchema[kind]
    if (name === 'id') return [name, schema] as const
    return [name, (resource.neverNull.includes(name) ? schema : schema.nullable()).optional()] as const
  })
  const schema = z.object(Object.fromEntries(members)).openapi(resource.type)
  schemas.set(resource.type, schema)
  return schema
}

/** The schema of one page of a list. */
export function pageSchema(resource: Resource): z.ZodType {
  const names = listIncludes(resource)
  const row = rowSchema(resource)
  const data = z.array(names.length > 0 ? row.extend(relatedMembers(resource, names)) : row)
  return z.object({ data, nextCursor }).openapi(`${resource.type}Page`)
}

const nextCursor = z
  .string()
  .nullable()
  .openapi({ description: 'The cursor of the next page; null on the last page.' })

/** The schema of a row with everything that can be included. */
export function detailSchema(resource: Resource): z.ZodType {
  const fullData = z
    .record(z.string(), z.unknown())
    .optional()
    .openapi({ description: 'The record as ServiceTitan sent it, without the excluded fields.' })
  return rowSchema(resource)
    .extend({
      ...relatedMembers(resource, Object.keys(resource.includes)),
      ...(resource.isCached && { fullData }),
    })
    .openapi(`${resource.type}Detail`)
}

function relatedMembers({ includes, resourceOf }: Resource, names: readonly string[]) {
  return Object.fromEntries(
    Object.entries(includes)
      .filter(([name]) => names.includes(name))
      .map(([name, include]) => {
        const row = rowSchema(resourceOf(include.resource))
        // Not `nullable()`, which is documented as a row that is also null: no value is both.
        return [name, (include.many ? z.array(row) : z.union([row, z.null()])).optional()] as const
      }),
  )
}
