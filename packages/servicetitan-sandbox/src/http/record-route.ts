import { parseIds } from '../definition/filter.ts'
import { applyToPage } from '../settings/faults.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { json, problem } from './problem.ts'
import type { RouteContext } from './route-context.ts'
import { asListed, withoutFields, writeRecord } from './write-record.ts'

/** `GET /{module}/v2/tenant/{tenant}/{resource}/{id}`: returns the record, active or not, without an envelope. */
export const recordRoute = <N extends ResourceName>(context: RouteContext<N>, idText: string): Response => {
  const { collection, faults, query } = context
  const [id, ...others] = parseIds(idText) ?? []
  if (id === undefined || others.length > 0) {
    return problem(400, undefined, { id: [`The value '${idText}' is not valid.`] })
  }
  const record = collection.get(id)
  if (!record) return problem(404)
  const { resource } = collection
  const guid = resource.externalData === 'shown' ? query.text('externalDataApplicationGuid') : undefined
  const shown = {
    ...withoutFields(asListed(resource, record), resource.missingInGet),
    ...(guid !== undefined && { externalData: collection.externalData.get(id, guid) }),
  }
  const [served] = applyToPage(faults, [shown], { hasMore: false })
  if (!served) return problem(404)
  return json(writeRecord(resource, served))
}
