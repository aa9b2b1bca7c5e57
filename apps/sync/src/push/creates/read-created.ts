import type { Values } from 'records/merge'
import type { CreatedRecord, Creation } from 'records/synced'
import { exactJson } from '../exact-json.ts'
import { createdTable, isOurs } from './creation-request.ts'

/**
 * The records that ServiceTitan has created, from its answer: the first one is the answer itself, and its members are in
 * lists of it. Members that it does not name are left out: they are looked for.
 */
export function readCreated({ root, members }: Creation, body: Buffer): readonly CreatedRecord[] {
  const answer = exactJson(body.toString())
  if (!isId(answer.id)) return []
  const remotes = new Map<string, Values>([[root.id, answer]])
  const taken = new Set<Values>()
  for (const { table, as } of createdTable(root.table).members) {
    for (const record of members) {
      const parent = record.table === table ? remotes.get(record.parentId ?? '') : undefined
      const listed = parent?.[as]
      if (!Array.isArray(listed)) continue
      const remote = (listed as Values[]).find(
        (one) => !taken.has(one) && isId(one.id) && isOurs(one, record),
      )
      if (remote === undefined) continue
      taken.add(remote)
      remotes.set(record.id, remote)
    }
  }
  return [root, ...members].flatMap((record) => {
    const remote = remotes.get(record.id)
    return remote === undefined ? [] : [{ record, stId: String(remote.id) }]
  })
}

const isId = (id: unknown) => /^\d{1,18}$/.test(String(id))
