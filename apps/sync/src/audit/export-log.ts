import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { type Act, recordEntries } from 'records'
import { leafHash } from './leaf.ts'
import { ensureInstallation, type Log, readLog } from './log.ts'
import { entriesOf, type StoredEntry, type StoredSeal, sealsOf } from './verify/read-rows.ts'

/** What was exported. */
export interface ExportedLog {
  readonly entries: number
  readonly seals: number
  readonly origin: string
}

/**
 * Writes a log to a file, as gzipped lines of JSON: the log, its entries with their leaves, and its seals. It is read in
 * one snapshot and streamed. An entry says that it was exported.
 * @param file is complete once it exists; an older one is replaced
 * @returns null when the tenant has no log
 */
export async function exportLog(
  client: pg.ClientBase,
  tenantId: string,
  { file, act }: { readonly file: string; readonly act: Act },
): Promise<ExportedLog | null> {
  const part = `${file}.part`
  await ensureInstallation(client, act.now)
  const exported = await inTransaction(
    client,
    async () => {
      const log = await readLog(client, tenantId)
      if (log === null) return null
      const counts = { entries: 0, seals: 0 }
      const lines = Readable.from(linesOf(client, log, counts))
      try {
        await pipeline(lines, createGzip(), createWriteStream(part, { mode: 0o600 }))
        await rename(part, file)
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
      return { ...counts, origin: log.origin }
    },
    { transaction_isolation: 'repeatable read', transaction_read_only: 'on' },
  )
  if (exported === null) return null
  await inTransaction(client, () =>
    recordEntries(client, tenantId, act, [
      {
        action: 'export',
        entity: 'audit.entries',
        entityId: tenantId,
        changes: { entries: { new: exported.entries }, seals: { new: exported.seals } },
      },
    ]),
  )
  return exported
}

async function* linesOf(client: pg.ClientBase, log: Log, counts: { entries: number; seals: number }) {
  const { tenantId, epoch, origin } = log
  yield line({ type: 'log', tenantId, epoch, origin, lastSeq: log.lastSeq })
  for await (const entry of entriesOf(client, tenantId)) {
    counts.entries++
    yield line(jsonOfEntry(log, entry))
  }
  for await (const seal of sealsOf(client, tenantId)) {
    counts.seals++
    yield line(jsonOfSeal(seal))
  }
}

const line = (value: object) => `${JSON.stringify(value)}\n`

function jsonOfEntry(log: Log, { seq, members, salt, changes }: StoredEntry) {
  return { type: 'entry', seq, members, salt, changes, leaf: leafHash(log, members).toString('hex') }
}

function jsonOfSeal({ size, root, frontier, note }: StoredSeal) {
  return {
    type: 'seal',
    size,
    root: root.toString('hex'),
    frontier: frontier.map((hash) => hash.toString('hex')),
    note,
  }
}
