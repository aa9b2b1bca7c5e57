import type { ListFilter, Resource } from 'catalog'
import { show, wrongOption } from '../lib/expect.ts'

/** OpenAPI: at most 50 values of `externalDataValues`, as of `ids`; of the other lists it names no maximum. */
const maxValues = 50

/** Typed as a record, so that a filter that is missing here fails to compile. */
const isFilter: Readonly<Record<ListFilter, true>> = {
  appointmentIds: true,
  customerIds: true,
  externalDataApplicationGuid: true,
  externalDataKey: true,
  externalDataValues: true,
  jobId: true,
  locationIds: true,
}

/**
 * The query parameters of a list's filters.
 * @throws TypeError for a filter that the list does not document, or an empty one: ServiceTitan would ignore it and
 * return all records
 */
export function listFilters(
  resource: Resource,
  filters: Readonly<Partial<Record<ListFilter, string | readonly string[] | undefined>>>,
): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const [name, value] of Object.entries(filters)) {
    if (value === undefined) continue
    const known: readonly string[] = resource.listParameters
    if (!Object.hasOwn(isFilter, name) || !known.includes(name)) {
      throw wrongOption('filters', `documented filters of the list of ${resource.name}`, show(name))
    }
    const values = typeof value === 'string' ? [value] : value
    if (values.length === 0 || values.length > maxValues || values.includes('')) {
      throw wrongOption(`filters.${name}`, `1 to ${maxValues} non-empty values`, `${values.length}`)
    }
    parameters[name] = values.join(',')
  }
  return parameters
}
