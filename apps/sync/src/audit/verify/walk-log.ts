import type pg from 'pg'
import { installation } from 'records'
import { Frontier } from '../frontier.ts'
import { leafHash } from '../leaf.ts'
import type { Log } from '../log.ts'
import { readRetained } from '../retain.ts'
import { type CheckedSeal, createSealCheck, type Keys, type Signatures } from './check-seal.ts'
import { checkEmptied, createValueCheck } from './check-values.ts'
import type { LogCheckpoints } from './checkpoints.ts'
import type { Findings } from './findings.ts'
import { rangeText } from './range-text.ts'
import { entriesOf, sealsOf } from './read-rows.ts'
import { wasSealed } from './read-verifications.ts'

/** What of a log was looked at. */
export interface Walked extends Signatures {
  readonly fromSeq: number
  /** Below `fromSeq`: there was no entry. */
  readonly toSeq: number
  /** The entries up to here are sealed. */
  readonly sealedTo: number
  /** The number of entries whose values were emptied. */
  readonly emptied: number
}

interface Options {
  readonly keys: Keys
  readonly checkpoints: LogCheckpoints
  readonly findings: Findings
  /** Takes what could not be compared, and why. */
  readonly said: string[]
}

/**
 * Reads a log from its oldest entry to its end, and computes it again: every leaf, the root at every seal and at every
 * checkpoint, and the hashes of all values. After a deviation it resumes from the next seal.
 */
export async function walkLog(
  client: pg.ClientBase,
  log: Log,
  { keys, checkpoints, findings, said }: Options,
): Promise<Walked> {
  const values = createValueCheck(findings)
  const sealCheck = createSealCheck(log.origin, keys, findings)
  const seals = sealsOf(client, log.tenantId)
  const start = await readStart(client, log.tenantId)
  /** The tree of all entries up to `end`; null: not known before the next seal. */
  let tree: Frontier | null = start === 0 ? Frontier.empty() : null
  /** The last seq that is numbered without a gap. */
  let end = start
  /** The last seq that a seal agrees with. */
  let sealed = start

  const nextSeal = async (): Promise<CheckedSeal | null> => {
    const { value } = await seals.next()
    if (!value) return null
    const seal = sealCheck.check(value)
    if (seal.size <= start) checkpoints.compare(seal.size, seal.root, findings)
    return seal
  }
  const passSeal = async (seal: CheckedSeal) => {
    const isOfSize = seal.note === null || seal.note.size === seal.size
    if (tree !== null && isOfSize && !seal.root.equals(tree.root())) {
      findings.addLeaf(
        sealed + 1,
        sealed + 1 === seal.size
          ? `entry ${seal.size} was changed or exchanged`
          : `an entry of ${sealed + 1} to ${seal.size} was changed or exchanged: between two seals it cannot be said which`,
      )
      tree = seal.tree() ?? tree
    }
    tree ??= seal.tree()
    if (isOfSize) sealed = seal.size
    next = await nextSeal()
  }

  let next = await nextSeal()
  while (next && next.size <= start) {
    if (next.size === start) tree = next.tree()
    next = await nextSeal()
  }
  await checkStart(client, log, { start, findings })
  if (tree === null && log.lastSeq > start) {
    const unchecked = rangeText(start + 1, next?.size ?? log.lastSeq, ['was', 'were'])
    said.push(`${unchecked} compared with no seal: the entries before were deleted, and no seal ends there`)
  }
  for await (const entry of entriesOf(client, log.tenantId)) {
    if (entry.seq !== end + 1) {
      findings.addLeaf(end + 1, `entry ${end + 1} is missing; ${entry.seq} follows on ${end}`)
      tree = null
      while (next && next.size < entry.seq) {
        tree = next.size === entry.seq - 1 ? next.tree() : null
        sealed = next.size
        next = await nextSeal()
      }
    }
    end = entry.seq
    values.check(entry)
    tree?.append(leafHash(log, entry.members))
    if (tree !== null) checkpoints.compare(end, () => (tree as Frontier).root(), findings)
    if (next?.size === end) await passSeal(next)
  }
  if (next) findings.addLeaf(end + 1, `entry ${end + 1} is missing: a seal says that there are ${next.size}`)
  const sealedTo = sealed
  while (next) next = await nextSeal()
  if (log.lastSeq > end && findings.within(end, end + 1) === undefined)
    findings.addLeaf(end + 1, `entry ${end + 1} is missing: the position of the log is ${log.lastSeq}`)
  if (log.lastSeq < end)
    findings.addLeaf(
      log.lastSeq + 1,
      `entry ${log.lastSeq + 1} is after the end of the log, which is ${log.lastSeq}`,
    )
  checkpoints.end(end, findings)
  await checkEmptied(client, log.tenantId, values.emptied, findings)
  const signatures = sealCheck.end()
  if (keys.isRequired && signatures.seals === 0 && end > 0) {
    if (await wasSealed(client, log.tenantId))
      findings.add(1, 'no seal is there, although a former verification found seals: they were deleted')
    else said.push('no entry is sealed yet, so that no signature was checked: pnpm sync audit checkpoint')
  }
  return {
    ...signatures,
    fromSeq: start + 1,
    toSeq: end,
    sealedTo: Math.min(sealedTo, end),
    emptied: values.emptied.length,
  }
}

/** The number of entries at the beginning that are not kept any more. */
async function readStart(client: pg.ClientBase, tenantId: string): Promise<number> {
  const { rows } = await client.query<{ oldest: string | null }>(
    'SELECT min(seq) AS oldest FROM audit.entries WHERE tenant_id = $1',
    [tenantId],
  )
  if (rows[0]?.oldest) return Number(rows[0].oldest) - 1
  const { rows: sealed } = await client.query<{ size: string | null }>(
    'SELECT max(size) AS size FROM audit.seals WHERE tenant_id = $1',
    [tenantId],
  )
  return Number(sealed[0]?.size ?? 0)
}

/** A beginning may be missing only as far as the retention said that it deletes it. */
async function checkStart(
  client: pg.ClientBase,
  log: Log,
  { start, findings }: { readonly start: number; readonly findings: Findings },
): Promise<void> {
  if (start === 0) return
  const { through: retained, unreadable } = await readRetained(client, log)
  for (const seq of unreadable)
    findings.add(null, `entry ${seq} of the installation, about the retention of the log, cannot be read`)
  if (start <= retained) return
  // The installation's own entries end too, long after those that they are about.
  if (retained === 0 && log.tenantId !== installation && (await readStart(client, installation)) > 0) return
  findings.addLeaf(
    retained + 1,
    `${rangeText(retained + 1, start, ['is', 'are'])} missing, and no entry of the installation says that their retention ended`,
  )
}
