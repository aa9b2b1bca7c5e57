import { readdir, readlink, realpath } from 'node:fs/promises'

/**
 * Ends the remaining processes of a killed server. They detect its end when they next wait, which may take hours for a
 * busy query; until then PostgreSQL refuses to start on their data. SIGTERM makes them roll back and exit. Only Linux
 * shows the working directory of processes; on other systems the caller waits for their end.
 */
export async function terminateOrphans(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return
  const directory = await realpath(cluster)
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      if ((await readlink(`/proc/${pid}/cwd`)) !== directory) continue
      // A shell or an editor may have the same working directory.
      if (!/\/postgres( \(deleted\))?$/.test(await readlink(`/proc/${pid}/exe`))) continue
      process.kill(Number(pid), 'SIGTERM')
    } catch {
      // Ended meanwhile, or not accessible to this user.
    }
  }
}
