import type { SetChange, Values } from 'records/merge'
import { BlockedError, type RequestInput } from './request.ts'

// Members of a request's body, from the fields that differ.

/** A text as the API takes it, where it cannot set texts to null. */
export const textOf = (value: unknown) => value ?? ''

/** Each field that is sent as it is, under its own name. */
export const plain =
  (...names: readonly string[]) =>
  ({ toSend }: RequestInput): Record<string, unknown> =>
    Object.fromEntries(names.filter((name) => name in toSend).map((name) => [name, textOf(toSend[name])]))

/** The whole list, because a request replaces it: that of just now, with the texts that differ. */
export function customFields({ toSend, remote }: RequestInput): Record<string, unknown> {
  if (!('customFields' in toSend)) return {}
  const changed = toSend.customFields as Values
  const before = Array.isArray(remote.customFields) ? (remote.customFields as Values[]) : []
  const kept = before.filter(({ typeId }) => !(String(typeId) in changed))
  const set = Object.entries(changed).flatMap(([typeId, value]) =>
    value === null ? [] : [{ typeId: BigInt(typeId), value }],
  )
  return { customFields: [...kept.map(({ typeId, value }) => ({ typeId, value: textOf(value) })), ...set] }
}

/** ServiceTitan's id of a record. @param table for what blocks it @throws {BlockedError} when ServiceTitan lacks it */
export function stIdOf(table: string, id: unknown, { stIds }: Pick<RequestInput, 'stIds'>): bigint {
  const stId = stIds.get(String(id))
  if (stId == null) throw new BlockedError(`${table}/${id}`)
  return BigInt(stId)
}

/**
 * Fields that refer to another record, which ServiceTitan must have.
 * @param tables of those records, by field
 * @throws {BlockedError}
 */
export const references =
  (tables: Readonly<Record<string, string>>) =>
  (input: RequestInput): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(tables)
        .filter(([name]) => name in input.toSend)
        .map(([name, table]) => [name, stIdOf(table, input.toSend[name], input)]),
    )

/** The first member to add to or to remove from a set: each is a request, so that those of ServiceTitan's people stay. */
export function nextMember(
  change: unknown,
): { readonly id: string; readonly isAdded: boolean; readonly sent: SetChange } | undefined {
  const { added = [], removed = [] } = (change ?? {}) as Partial<SetChange>
  const isAdded = added.length > 0
  const id = isAdded ? added[0] : removed[0]
  if (id === undefined) return undefined
  return { id, isAdded, sent: { added: isAdded ? [id] : [], removed: isAdded ? [] : [id] } }
}
