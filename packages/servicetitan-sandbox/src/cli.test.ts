import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { sandboxCredentials } from './settings/options.ts'
import { tokenRequest } from './testing/client.ts'

const start = (...flags: string[]) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return { child, exited, stderr: text(child.stderr) }
}

/** Runs a command until it exits. */
const run = async (...flags: string[]) => {
  const { child, exited, stderr } = start(...flags)
  const stdout = text(child.stdout)
  return { code: await exited, stdout: await stdout, stderr: await stderr }
}

/** The first output of a serving command. */
const firstOutput = async (child: ReturnType<typeof start>['child']): Promise<string> => {
  const [chunk] = await once(child.stdout, 'data')
  return String(chunk)
}

it('the command serves, prints its address and credentials with --json, and exits with 0 on SIGTERM', async () => {
  const { child, exited, stderr } = start('--port', '0', '--json', '--jobs', '30', '--tenant', '42')
  const output = await firstOutput(child)
  expect(output).toMatch(/^\{.*\}\n$/)
  const { url, page, tenantId, ...credentials } = JSON.parse(output)
  expect(tenantId).toBe(42)
  expect(page).toBe(`${url}/`)
  expect(await (await fetch(page)).text()).toContain('<h1>Tenant 42</h1>')
  expect(credentials).toEqual(sandboxCredentials)

  const token = (await (await fetch(`${url}/connect/token`, tokenRequest())).json()) as {
    access_token: string
  }
  const headers = { authorization: `Bearer ${token.access_token}`, 'st-app-key': credentials.appKey }
  const jobs = await fetch(`${url}/jpm/v2/tenant/42/jobs?includeTotal=true`, { headers })
  expect(await jobs.json()).toMatchObject({ totalCount: 30 })

  child.kill('SIGTERM')
  expect(await exited).toBe(0)
  expect(await stderr).toBe('')
})

it("the command prints a client's environment, and exits with 0 on SIGINT", async () => {
  const { child, exited } = start('--port', '0')
  const output = await firstOutput(child)
  for (const name of [
    'API_URL=http://',
    'AUTH_URL=http://',
    'TENANT_ID=1001001',
    'CLIENT_ID=sandbox-client',
  ]) {
    expect(output).toContain(`\nSERVICETITAN_${name}`)
  }
  expect(output).toContain(`\nSERVICETITAN_CLIENT_SECRET=${sandboxCredentials.clientSecret}\n`)
  expect(output).toContain(`\nSERVICETITAN_APP_KEY=${sandboxCredentials.appKey}\n`)
  child.kill('SIGINT')
  expect(await exited).toBe(0)
})

it('the command serves any resource in a given size, and changes records while it serves', async () => {
  const flags = ['--port', '0', '--json', '--size', 'tag-types=7', 'teams=3', '--business-day', '60000']
  const { child, exited } = start(...flags)
  const { url, appKey } = JSON.parse(await firstOutput(child))
  const token = (await (await fetch(`${url}/connect/token`, tokenRequest())).json()) as {
    access_token: string
  }
  const headers = { authorization: `Bearer ${token.access_token}`, 'st-app-key': appKey }
  const read = async (path: string) => (await fetch(url + path, { headers })).json() as Promise<object>
  const total = '?includeTotal=true&pageSize=1'
  const tags = await read(`/settings/v2/tenant/1001001/tag-types${total}&active=Any`)
  const teams = await read(`/dispatch/v2/tenant/1001001/teams${total}&includeInactive=true`)
  expect([tags, teams]).toMatchObject([{ totalCount: 7 }, { totalCount: 3 }])
  const jobs = async () => Object(await read(`/jpm/v2/tenant/1001001/jobs${total}`)).totalCount
  await expect.poll(jobs).toBeGreaterThan(5_000)
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
})

it('the command prints a remedy in one line when the port is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const { code, stderr } = await run('--port', port)
  server.close()
  expect(code).toBe(1)
  expect(stderr).toBe(
    `error: Port ${port} is in use: stop the process that listens there, or pass another --port (0 for any)\n`,
  )
})

it('--help prints examples', async () => {
  const { code, stdout } = await run('--help')
  expect(code).toBe(0)
  expect(stdout).toContain('--technicians <number>')
  expect(stdout).toContain('$ pnpm sandbox --jobs 1000000')
})

it.each([
  [['--port', 'x']],
  [['--unknown']],
  [['extra']],
  [['--jobs', '5', '--appointments', '2']],
  [['--size', 'planets=3']],
  [['--size', 'teams']],
  [['--business-day', '99999']],
  [['--business-day', '--time-zone', 'Mars/Olympus']],
  [['--history', '3']],
])('the command exits with 2 on a usage error: %j', async (flags) => {
  const { code, stdout, stderr } = await run(...flags)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^error: .*\n$/)
})

it('the command serves the hand data, and refuses options that it does not have', async () => {
  const { child, exited } = start('--port', '0', '--json', '--dataset', 'hand')
  const { url, appKey } = JSON.parse(await firstOutput(child))
  const token = (await (await fetch(`${url}/connect/token`, tokenRequest())).json()) as {
    access_token: string
  }
  const headers = { authorization: `Bearer ${token.access_token}`, 'st-app-key': appKey }
  const jobs = await fetch(`${url}/jpm/v2/tenant/1001001/export/jobs`, { headers })
  const { data } = (await jobs.json()) as { data: unknown[] }
  expect(data).toHaveLength(8)
  child.kill('SIGTERM')
  expect(await exited).toBe(0)

  for (const flags of [
    ['--dataset', 'hand', '--jobs', '5'],
    ['--dataset', 'hand', '--business-day'],
    ['--dataset', 'other'],
  ]) {
    expect(await run('--port', '0', ...flags)).toMatchObject({ code: 2, stdout: '' })
  }
})
