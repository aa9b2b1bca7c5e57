import type { Id } from '../definition/record.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { Refusal } from './refusal.ts'
import type { WriteContext } from './write-context.ts'

/** Collects the errors of a body by path. */
export type Checks = {
  add: (path: string, message: string) => void
  /** The record that a path refers to; the path has an error if there is none, or if it must be active and is not. */
  known: <N extends ResourceName>(
    name: N,
    id: Id | null | undefined,
    of: { path: string; isActive?: boolean },
  ) => ResourceRecords[N] | undefined
  /** Like `known`, for a list of ids. */
  allKnown: (
    name: ResourceName,
    ids: readonly Id[] | null | undefined,
    of: { path: string; isActive?: boolean },
  ) => void
  /** @throws {Refusal} 400 if there is any error. */
  refuse: () => void
}

export const createChecks = (context: WriteContext): Checks => {
  const errors: Record<string, string[]> = {}
  const add: Checks['add'] = (path, message) => {
    errors[path] = [message]
  }
  const known: Checks['known'] = (name, id, { path, isActive = false }) => {
    if (id === null || id === undefined) return undefined
    const record = context.find(name, id)
    if (!record) add(path, `There is no ${id} in ${name}.`)
    else if (isActive && !record.active) add(path, `${id} in ${name} is not active.`)
    return record
  }
  return {
    add,
    known,
    allKnown: (name, ids, { path, ...of }) => {
      for (const [index, id] of (ids ?? []).entries()) known(name, id, { ...of, path: `${path}[${index}]` })
    },
    refuse: () => {
      if (Object.keys(errors).length > 0) throw new Refusal(400, undefined, errors)
    },
  }
}

/** @throws {Refusal} 404 when there is no such record. */
export const findOrRefuse = <N extends ResourceName>(
  context: WriteContext,
  name: N,
  id: Id | string,
): ResourceRecords[N] => {
  const record = context.find(name, id)
  if (!record) throw new Refusal(404)
  return record
}
