import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

test.each([
  ['apps/api', 'src/main.ts'],
  ['apps/sync', 'src/main.ts'],
  ['packages/db-migrations', 'src/cli/main.ts'],
  ['packages/db-migrations', 'src/postgres/main.ts'],
  ['packages/servicetitan-sandbox', 'src/cli.ts'],
])('the command of %s prints its version', async (room, main) => {
  const { version } = JSON.parse(readFileSync(`${root}${room}/package.json`, 'utf8'))
  const { stdout } = await promisify(execFile)(process.execPath, [`${root}${room}/${main}`, '--version'])
  expect(stdout).toBe(`${version}\n`)
})
