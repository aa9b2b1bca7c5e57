import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { giveToOwner } from '../home/directories.ts'

export const HOST = '127.0.0.1'

/** A free port of 127.0.0.1: `preferred` if it is free, else one that the system chooses. */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred !== undefined) {
    const port = await tryListen(preferred).catch(() => undefined)
    if (port !== undefined) return port
  }
  return await tryListen(0)
}

/** The port of the last start. It is reused so that URLs stored elsewhere remain valid. */
export async function readPort(file: string): Promise<number | undefined> {
  const port = Number(await readFile(file, 'utf8').catch(() => ''))
  return Number.isInteger(port) && port >= 1024 && port <= 65_535 ? port : undefined
}

export async function writePort(file: string, port: number): Promise<void> {
  // Renamed, so that a reader finds either the old or the new port.
  const created = `${file}.new`
  await rm(created, { force: true })
  await writeFile(created, `${port}\n`)
  await giveToOwner(created)
  await rename(created, file)
}

async function tryListen(port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ host: HOST, port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('Expected the system to assign a port.'))
      })
    })
  })
}
