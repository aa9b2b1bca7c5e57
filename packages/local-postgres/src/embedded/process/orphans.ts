import { readdir, readlink, realpath } from 'node:fs/promises'

/**
 * Ends the processes that a killed server left behind. Its processes notice the death of their server when
 * they next wait for something, which a busy query may not do for hours; until then PostgreSQL
 * rightly refuses to start on their data. SIGTERM makes them roll back and exit.
 * Only Linux shows which processes work in a directory; elsewhere they are waited for.
 */
export async function terminateOrphans(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return
  const directory = await realpath(cluster)
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      if ((await readlink(`/proc/${pid}/cwd`)) !== directory) continue
      // A shell or an editor may stand in the directory as well.
      if (!/\/postgres( \(deleted\))?$/.test(await readlink(`/proc/${pid}/exe`))) continue
      process.kill(Number(pid), 'SIGTERM')
    } catch {
      // Ended meanwhile, or not ours to look at.
    }
  }
}
