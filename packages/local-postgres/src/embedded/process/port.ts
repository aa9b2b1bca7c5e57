import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { giveToOwner } from '../home/directories.ts'

export const HOST = '127.0.0.1'

/** A port of 127.0.0.1 that is free now: `preferred` when it is, else one that the system chooses. */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred !== undefined) {
    const port = await tryListen(preferred).catch(() => undefined)
    if (port !== undefined) return port
  }
  return await tryListen(0)
}

/** The port of the last start. It is kept so that URLs written down elsewhere stay true. */
export async function readPort(file: string): Promise<number | undefined> {
  const port = Number(await readFile(file, 'utf8').catch(() => ''))
  return Number.isInteger(port) && port >= 1024 && port <= 65_535 ? port : undefined
}

export async function writePort(file: string, port: number): Promise<void> {
  // Renamed, so that a reader finds the old one or the new one and never half of it.
  const fresh = `${file}.new`
  await rm(fresh, { force: true })
  await writeFile(fresh, `${port}\n`)
  await giveToOwner(fresh)
  await rename(fresh, file)
}

async function tryListen(port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ host: HOST, port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('The system named no port.'))
      })
    })
  })
}
