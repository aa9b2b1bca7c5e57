import { counted } from 'cli-kit'
import type pg from 'pg'
import { installation } from 'records'
import { parseChanges } from '../changes.ts'
import type { Note } from '../note.ts'
import type { Findings } from './findings.ts'

/** The parts of the first line of a checkpoint. */
export function partsOfOrigin(origin: string): { installation: string; tenantId: string; epoch: string } {
  const [, ours = '', tenantId = '', epoch = ''] = origin.split('/')
  return { installation: ours, tenantId, epoch }
}

/**
 * Checks checkpoints of a log that is not there any more, because its tenant was removed: an entry of the installation
 * says where it ended. That a tenant was added again is no tampering.
 * @returns what is said of them
 */
export async function checkClosedLog(
  client: pg.ClientBase,
  notes: readonly Note[],
  findings: Findings,
): Promise<string[]> {
  const said: string[] = []
  for (const [origin, ofLog] of Map.groupBy(notes, (note) => note.origin)) {
    const { tenantId, epoch } = partsOfOrigin(origin)
    const closed = await readClosed(client, { tenantId, epoch }, findings)
    if (closed === null) {
      if (await isComplete(client))
        findings.add(null, `no entry of the installation says that the log ${origin} was closed`)
      else said.push(`${origin} is another log, of before the oldest entry of the installation`)
      continue
    }
    const { seq, entries, root } = closed
    const length = counted(entries, 'entry', 'entries')
    said.push(`${origin} is another log, closed with ${length} by entry ${seq} of the installation`)
    for (const note of ofLog) {
      const isWrong = note.size > entries || (note.size === entries && note.root.toString('hex') !== root)
      if (isWrong)
        findings.add(null, `the checkpoint of size ${note.size} of ${origin} differs from how that log ended`)
    }
  }
  return said
}

interface ClosedEntry {
  readonly seq: string
  readonly entries: number
  readonly root: unknown
}

/** @returns null when no entry says that the log was closed; one that cannot be read is reported, and says nothing */
async function readClosed(
  client: pg.ClientBase,
  { tenantId, epoch }: { readonly tenantId: string; readonly epoch: string },
  findings: Findings,
): Promise<ClosedEntry | null> {
  const { rows } = await client.query<{ seq: string; changes: string | null }>(
    `SELECT seq, changes FROM audit.entries
      WHERE tenant_id = $1 AND entity = 'raw.tenants' AND entity_id = $2 AND action = 'delete' ORDER BY seq`,
    [installation, tenantId],
  )
  let closed: ClosedEntry | null = null
  for (const { seq, changes } of rows) {
    const said = changes === null ? null : parseChanges(changes)
    const entries = said?.entries?.old
    if (said === null || typeof entries !== 'number')
      findings.add(null, `entry ${seq} of the installation, about the end of a log, cannot be read`)
    else if (said.epoch?.old === epoch) closed ??= { seq, entries, root: said.root?.old }
  }
  return closed
}

/** Whether the installation's log has all entries since its beginning. */
async function isComplete(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ oldest: string | null }>(
    'SELECT min(seq) AS oldest FROM audit.entries WHERE tenant_id = $1',
    [installation],
  )
  return rows[0]?.oldest === '1' || !rows[0]?.oldest
}
