// Writes every SQL statement that this app's commands send to `packages/db-migrations/contract/sync.json`. Run it when a
// release is cut: from then on a migration that would break the running release fails a test of db-migrations, which
// names the statement.

import { writeFile } from 'node:fs/promises'
import { createMigrator } from 'db-migrations'
import { startTemporaryPostgres } from 'local-postgres/testing'
import { recordCommands } from '../test/support/record-commands.ts'

const out = new URL('../../../packages/db-migrations/contract/sync.json', import.meta.url)

await using server = await startTemporaryPostgres({ inMemory: true })
await createMigrator({ connectionString: server.url }).up()
const { texts } = await recordCommands(server.url, (command) => process.stdout.write(`> ${command}\n`))

// Only what names a table depends on the schema, and only such statements can be prepared.
const dependent = [...texts]
  .filter((sql) => /\braw\./.test(sql) && /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(sql))
  .sort()
await writeFile(out, `${JSON.stringify(dependent, null, 1)}\n`)
process.stdout.write(`${dependent.length} statements written.\n`)
