import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from '../context.ts'
import { readFolder, sendFile } from './static-files.ts'

/** The build's folder of files whose names contain a content hash. */
const hashedFolder = '/assets/'

/**
 * Serves the console: its files, and its page for every other path, since it routes on the client.
 * @throws when the folder does not contain a built console
 */
export async function consoleFiles(dir: string) {
  const files = await readFolder(dir, (path) => path.startsWith(hashedFolder)).catch((error: unknown) => {
    throw new Error(`The console's files cannot be read: build it first, pnpm --filter console build`, {
      cause: error,
    })
  })
  const page = files.get('/index.html')
  if (!page) throw new Error(`${dir} has no index.html: build the console first, pnpm --filter console build`)
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { path, method } = c.req
    const isOurs = (method === 'GET' || method === 'HEAD') && !/^\/api(?:\/|$)/.test(path)
    const file = files.get(path) ?? (path.startsWith(hashedFolder) ? undefined : page)
    return isOurs && file ? sendFile(c, file) : next()
  })
}
