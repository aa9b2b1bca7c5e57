import { hash } from 'node:crypto'
import type { ApiRequest } from './context.ts'

/** JSON text from PostgreSQL: sent unchanged, so no number passes through JavaScript. */
export class JsonText {
  /** The encoded text, so that a cached response is encoded once. */
  readonly bytes: Buffer<ArrayBuffer>
  #etag: string | undefined

  constructor(text: string) {
    this.bytes = Buffer.from(text)
  }

  /** A hash of the text, computed on first use. */
  get etag(): string {
    this.#etag ??= `"${hash('sha1', this.bytes, 'base64url')}"`
    return this.#etag
  }
}

/**
 * Responds to a GET with JSON, or with 304 when the client already has the same body (`If-None-Match`). The ETag is a hash
 * of the body.
 */
export function sendJson(c: ApiRequest, body: JsonText | object): Response {
  const { bytes, etag } = body instanceof JsonText ? body : new JsonText(JSON.stringify(body))
  // no-cache: may be cached, and must be revalidated each time.
  const headers = { etag, 'cache-control': 'private, no-cache', vary: 'Authorization, Origin' }
  if (matches(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
  return c.body(bytes, 200, { ...headers, 'content-type': 'application/json' })
}

/** Responds to a POST that was accepted and is carried out later. */
export function sendAccepted(c: ApiRequest, body: object, location: string): Response {
  return c.body(JSON.stringify(body), 202, {
    location,
    'cache-control': 'no-store',
    'content-type': 'application/json',
  })
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}
