import { chmod, chown, mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isRoot, query, temporaryDirectory } from '../../test/support.ts'
import type { PostgresEvent } from '../options.ts'
import { resolvePostgres } from '../resolve-postgres.ts'
import { startTemporaryPostgres } from '../temporary-postgres.ts'
import { resetEmbeddedServer, stopEmbeddedServer } from './control.ts'
import { chooseServerUser } from './home/server-user.ts'

test('resolvePostgres works below a directory that only its owner may enter', async () => {
  const dataDir = join(await temporaryDirectory(0o700), 'home')
  let moved: PostgresEvent | undefined
  const onEvent = (event: PostgresEvent): void => {
    if (event.type === 'moved') moved = event
  }
  const { url } = await resolvePostgres({ dataDir, onEvent })
  const [{ directory = '' } = {}] = await query<{ directory: string }>(
    url,
    "SELECT current_setting('data_directory') AS directory",
  )
  onTestFinished(async () => {
    await resetEmbeddedServer(dataDir, () => {})
    if (moved === undefined) return
    await rm(dirname(directory), { recursive: true })
    // The parent directory may contain other data.
    await rmdir(dirname(dirname(directory))).catch(() => {})
  })

  if (!isRoot) {
    expect(directory).toBe(join(dataDir, 'cluster'))
    expect(moved).toBeUndefined()
    return
  }
  expect(moved?.message).toContain(dirname(directory))
  expect(await stat(dirname(directory))).toMatchObject({ uid: 0 })
  expect((await stat(dirname(directory))).mode & 0o777).toBe(0o711)
  const again = await resolvePostgres({ dataDir })
  expect(again.url, 'the same path finds the same data').toBe(url)
})

test.runIf(isRoot)(
  'resolvePostgres does not replace data that the server user can no longer reach',
  async () => {
    const parent = await temporaryDirectory()
    const dataDir = join(parent, 'home')
    await resolvePostgres({ dataDir })
    await stopEmbeddedServer(dataDir, () => {})
    await chmod(parent, 0o700)
    await expect(resolvePostgres({ dataDir })).rejects.toMatchObject({ code: 'no_permission' })
    await chmod(parent, 0o711)
  },
)

test.runIf(isRoot)("root's server in another user's directory runs as that user", async () => {
  const dataDir = await temporaryDirectory(0o700)
  const [uid, gid] = [65_534, 65_534]
  await chown(dataDir, uid, gid)
  onTestFinished(async () => void (await resetEmbeddedServer(dataDir, () => {})))
  await resolvePostgres({ dataDir })
  for (const name of await readdir(dataDir)) {
    expect(await stat(join(dataDir, name)), name).toMatchObject({ uid, gid })
  }
})

test.runIf(isRoot)("root's server runs as an unprivileged user", async () => {
  await using server = await startTemporaryPostgres()
  const [{ directory = '' } = {}] = await query<{ directory: string }>(
    server.url,
    "SELECT current_setting('data_directory') AS directory",
  )
  const { uid } = await stat(directory)
  expect(uid).not.toBe(0)
  expect(uid).toBe((await chooseServerUser([]))?.uid)
})

test.skipIf(isRoot)('resolvePostgres reports in one line a directory that may not be written', async () => {
  const parent = await temporaryDirectory()
  await mkdir(join(parent, 'closed'), { mode: 0o500 })
  await expect(resolvePostgres({ dataDir: join(parent, 'closed', 'home') })).rejects.toMatchObject({
    code: 'no_permission',
  })
  expect(await readdir(join(parent, 'closed'))).toEqual([])
})
