import { findOrRefuse } from '../checks.ts'
import { Refusal } from '../refusal.ts'
import type { WriteContext } from '../write-context.ts'
import type { Rule } from './rule.ts'

type Tagged = 'customers' | 'locations'

/** @throws {Refusal} 404 for an unknown record or tag. */
const find = (context: WriteContext, name: Tagged, ids: Readonly<Record<string, string>>) => {
  const record = findOrRefuse(context, name, ids.id ?? '')
  return { record, tag: Number(findOrRefuse(context, 'tag-types', ids.tagTypeId ?? '').id) }
}

const add =
  (name: Tagged, parentId: 'customerId' | 'locationId'): Rule =>
  (context, { ids }) => {
    const { record, tag } = find(context, name, ids)
    if (record.tagTypeIds.includes(tag)) throw new Refusal(409, `The record already has the tag ${tag}.`)
    const { id, tagTypeIds } = context.update(name, record.id, { tagTypeIds: [...record.tagTypeIds, tag] })
    return { [parentId]: id, tagTypeIds }
  }

/** A tag that the record does not have is not found: that is an assumption. */
const remove =
  (name: Tagged): Rule =>
  (context, { ids }) => {
    const { record, tag } = find(context, name, ids)
    if (!record.tagTypeIds.includes(tag)) throw new Refusal(404)
    context.update(name, record.id, { tagTypeIds: record.tagTypeIds.filter((other) => other !== tag) })
    return undefined
  }

export const tagRules: Readonly<Record<string, Rule>> = {
  Customers_CreateTag: add('customers', 'customerId'),
  Customers_DeleteTag: remove('customers'),
  Locations_CreateTag: add('locations', 'locationId'),
  Locations_DeleteTag: remove('locations'),
}
