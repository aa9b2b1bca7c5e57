import type { Values } from 'records/merge'
import type { CreatedRecord, Creation } from 'records/synced'
import { createdTable, isOurs } from './creation-request.ts'

/**
 * The records that ServiceTitan has created, from its answer: the first one is the answer itself, and its members are in
 * lists of it. Members that it does not name are left out: they are looked for.
 */
export function readCreated({ root, members }: Creation, body: Buffer): readonly CreatedRecord[] {
  const answer = parseWithIds(body)
  if (!isId(answer?.id)) return []
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

const isId = (id: unknown) => typeof id === 'string' && /^\d{1,18}$/.test(id)

/** Parses an answer; ids are texts, so that all their digits are kept. */
function parseWithIds(body: Buffer): Values | null {
  const parsed: unknown = JSON.parse(
    body.toString(),
    (key: string, value: unknown, { source }: { source: string }) =>
      key === 'id' && typeof value === 'number' ? source : value,
  )
  return typeof parsed === 'object' ? (parsed as Values | null) : null
}
