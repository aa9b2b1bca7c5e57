import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import type { ApiRequest } from './context.ts'

const gzip = promisify(gzipWithCallback)

/** A file in memory, ready to be sent. */
export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Compressed on first use; null for types that compression does not shrink. */
  readonly compressed: (() => Promise<Uint8Array<ArrayBuffer>>) | null
  readonly headers: Readonly<Record<string, string>>
}

interface FileOptions {
  /** Whether the name contains a content hash: browsers need not revalidate the file. */
  readonly isImmutable: boolean
}

/** A file from its content; the name determines the media type. */
export function staticFile(name: string, bytes: Buffer, { isImmutable }: FileOptions): StaticFile {
  const type = types[extname(name)] ?? 'application/octet-stream'
  const content = new Uint8Array(bytes)
  let compressed: Promise<Uint8Array<ArrayBuffer>> | undefined
  const compress = () => {
    compressed ??= gzip(content).then((packed) => new Uint8Array(packed))
    return compressed
  }
  return {
    bytes: content,
    compressed: isText(type) ? compress : null,
    headers: {
      'content-type': type,
      'cache-control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: `"${hash('sha1', bytes, 'base64url')}"`,
      vary: 'Accept-Encoding',
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
export async function sendFile(c: ApiRequest, { bytes, compressed, headers }: StaticFile): Promise<Response> {
  const tags = c.req.header('if-none-match')?.split(',') ?? []
  if (tags.some((tag) => tag.trim().replace(/^W\//, '') === headers.etag)) return c.body(null, 304, headers)
  const acceptsGzip = /\bgzip\b(?!;q=0(?:\.0*)?(?:,|$))/.test(c.req.header('accept-encoding') ?? '')
  if (!compressed || !acceptsGzip) return c.body(bytes, 200, headers)
  return c.body(await compressed(), 200, { ...headers, 'content-encoding': 'gzip' })
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
