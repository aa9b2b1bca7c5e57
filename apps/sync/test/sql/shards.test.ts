import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTestDatabase } from 'db-migrations/testing'
import { checkShards, type SqlRecording } from 'db-migrations/testing/shards'
import { beforeAll, expect, test } from 'vitest'
import { recordCommands } from '../support/record-commands.ts'

// Citus distributes the tables by tenant_id: a statement that one shard can answer names its tenant, and has none of
// what Citus refuses.

const root = fileURLToPath(new URL('../../', import.meta.url))

let recording: SqlRecording
beforeAll(async () => {
  await using database = await createTestDatabase()
  recording = await recordCommands(database.url)
}, 600_000)

test('one shard can answer every statement, but for the listed exceptions', async () => {
  const check = await checkShards(recording, 'sync')
  expect(check.findings).toEqual([])
  expect(check.unneeded).toEqual([])
})

test('every source file that sends statements was recorded', () => {
  const senders = [...recording.senders]
  const missing = globSync('src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .filter((file) => /\.query[(<]|queryBinary[(<]/.test(readFileSync(`${root}${file}`, 'utf8')))
    .filter((file) => !senders.some((sender) => sender.endsWith(`/${file}`)))
  expect(missing).toEqual([])
})
