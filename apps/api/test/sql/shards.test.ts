import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkShards } from 'db-migrations/testing/shards'
import { beforeAll, expect, test } from 'vitest'
import { type RecordedOperations, recordOperations } from '../fixtures/record-operations.ts'

// Citus distributes the tables by tenant_id: a statement that one shard can answer names its tenant, and has none of
// what Citus refuses.

const root = fileURLToPath(new URL('../../', import.meta.url))

let recorded: RecordedOperations
beforeAll(async () => {
  recorded = await recordOperations()
}, 600_000)

test('one shard can answer every statement, but for the listed exceptions', async () => {
  const check = await checkShards(recorded.recording, 'api')
  expect(check.findings).toEqual([])
  expect(check.unneeded).toEqual([])
})

test('every operation was recorded, and every source file that sends statements', () => {
  expect(recorded.unsuccessful).toEqual([])
  const senders = [...recorded.recording.senders]
  const missing = globSync('src/**/*.ts', { cwd: root })
    .filter((file) => /\.query[(<]/.test(readFileSync(`${root}${file}`, 'utf8')))
    .filter((file) => !senders.some((sender) => sender.endsWith(`/${file}`)))
  expect(missing).toEqual([])
})
