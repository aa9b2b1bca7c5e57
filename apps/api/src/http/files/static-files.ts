import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { ApiRequest } from '../context.ts'
import { EncodedBody, type RepresentationHeaders, sendEncoded } from '../encoded-body.ts'

/** A file in memory, ready to be sent. */
export interface StaticFile {
  readonly body: EncodedBody
  readonly headers: RepresentationHeaders
}

interface FileOptions {
  /** Whether the name contains a content hash: browsers need not revalidate the file. */
  readonly isImmutable: boolean
}

/** Files are compressed once per process, so the best level costs nothing. */
const gzipLevel = 9

/** A file from its content; the name determines the media type. */
export function staticFile(name: string, bytes: Buffer, { isImmutable }: FileOptions): StaticFile {
  const type = types[extname(name)] ?? 'application/octet-stream'
  return {
    body: new EncodedBody(Buffer.from(bytes), { level: isText(type) ? gzipLevel : null }),
    headers: {
      type,
      cacheControl: isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  }
}

export async function readStaticFile(path: string, options: FileOptions): Promise<StaticFile> {
  return staticFile(path, await readFile(path), options)
}

/**
 * All files of a folder by their paths in it, such as `/index.html`. Requested paths are looked up in this map, so none
 * can leave the folder. Source maps are not served.
 * @param isImmutable whether the name of a file contains a content hash
 */
export async function readFolder(
  dir: string,
  isImmutable: (path: string) => boolean,
): Promise<Map<string, StaticFile>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
  const files = await Promise.all(
    paths.map(async ({ parentPath, name }) => {
      const file = join(parentPath, name)
      const path = `/${relative(dir, file).split(sep).join('/')}`
      return [path, await readStaticFile(file, { isImmutable: isImmutable(path) })] as const
    }),
  )
  return new Map(files)
}

/** Responds with a file, compressed if the client accepts gzip, or with 304. */
export function sendFile(c: ApiRequest, { body, headers }: StaticFile): Promise<Response> {
  return sendEncoded(c, body, headers)
}

function isText(type: string): boolean {
  return /^text\/|javascript|json|svg/.test(type)
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}
