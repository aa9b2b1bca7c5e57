import { once } from 'node:events'
import { createServer } from 'node:net'

/** The preferred port if it is free, else 0, which means any free port. */
export async function preferredOrAny(port: number, host: string): Promise<number> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    return port
  } catch {
    return 0
  } finally {
    server.close()
  }
}
