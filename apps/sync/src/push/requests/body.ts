import type { Values } from 'records/merge'
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

/**
 * A field that refers to another record, which ServiceTitan must have.
 * @param table the table of that record
 * @throws {BlockedError}
 */
export function reference(
  name: string,
  table: string,
  { toSend, stIds }: RequestInput,
): Record<string, unknown> {
  if (!(name in toSend)) return {}
  return { [name]: BigInt(stIdOf(table, toSend[name], stIds)) }
}

/** ServiceTitan's id of another record, which it must have. @throws {BlockedError} */
export function stIdOf(table: string, id: unknown, stIds: RequestInput['stIds']): string {
  const stId = stIds.get(String(id))
  if (stId == null) throw new BlockedError(`${table}/${id}`)
  return stId
}
