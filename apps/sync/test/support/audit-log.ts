import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { type Act, type AuditEntry, recordEntries } from 'records'
import type { PublicKey, SigningKey } from '../../src/audit/keys.ts'
import type { Note } from '../../src/audit/note.ts'
import { sealLog } from '../../src/audit/seal-log.ts'
import { verifyLog } from '../../src/audit/verify/verify-log.ts'

export const noon = new Date('2026-03-01T12:00:00Z')

/** A key that signs seals. */
export function newKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  const key = createPublicKey(privateKey)
  const { x = '' } = key.export({ format: 'jwk' })
  return { privateKey, publicKey: { key, bytes: Buffer.from(x, 'base64url') } }
}

/** Appends `count` entries, each in a transaction of its own and a minute after the former. */
export async function writeEntries(
  client: pg.ClientBase,
  tenantId: string,
  count: number,
  { from = noon, entry = renamed }: { from?: Date; entry?: (n: number) => AuditEntry } = {},
): Promise<void> {
  for (let n = 1; n <= count; n++) {
    const act: Act = {
      actor: { kind: 'cli', id: 'alice@db-1', name: 'alice on db-1', onBehalfOf: 'Dana' },
      now: new Date(from.getTime() + n * 60_000),
      reason: `the ${n}th time`,
      requestId: '6f1c1c5e-51a5-4d5e-9d7b-0d5b8b7b0c11',
      runId: '12',
    }
    await inTransaction(client, () => recordEntries(client, tenantId, act, [entry(n)]))
  }
}

const renamed = (n: number): AuditEntry => ({
  action: 'update',
  entity: 'raw.tenants',
  entityId: '7',
  changes: { name: { old: `name ${n - 1}`, new: `name ${n}` } },
})

/** Appends entries and seals them, so often. */
export async function writeSealed(
  client: pg.ClientBase,
  tenantId: string,
  {
    seals,
    entries,
    key,
  }: { readonly seals: number; readonly entries: number; readonly key: SigningKey | null },
): Promise<void> {
  for (let n = 0; n < seals; n++) {
    await writeEntries(client, tenantId, entries, { from: new Date(noon.getTime() + n * 3_600_000) })
    await sealLog(client, tenantId, { now: noon, key })
  }
}

/** Verifies a log with the given keys and checkpoints. */
export async function verified(
  client: pg.ClientBase,
  tenantId: string,
  {
    keys = [],
    isRequired = false,
    notes = [],
    withState = false,
  }: { keys?: readonly PublicKey[]; isRequired?: boolean; notes?: readonly Note[]; withState?: boolean } = {},
) {
  const found = await verifyLog(client, tenantId, { keys: { keys, isRequired }, notes, withState })
  if (found === null) throw new Error(`tenant ${tenantId} has no log`)
  return found
}
