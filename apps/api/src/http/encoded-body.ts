import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import type { ApiRequest } from './context.ts'

const gzip = promisify(gzipWithCallback)

/** Bodies shorter than this, in bytes, fit into one packet anyway. */
const shortestCompressed = 1024

export interface EncodedBodyOptions {
  /** The level of gzip, 1 to 9; null: the media type does not shrink. */
  readonly level: number | null
}

/** The body of a response in memory: as it is, and compressed on first use. */
export class EncodedBody {
  readonly bytes: Buffer<ArrayBuffer>
  readonly #level: number | null
  #hash: string | undefined
  #compressed: Promise<Uint8Array<ArrayBuffer>> | undefined

  constructor(bytes: Buffer<ArrayBuffer>, { level }: EncodedBodyOptions) {
    this.bytes = bytes
    this.#level = bytes.length < shortestCompressed ? null : level
  }

  /** Whether clients that accept gzip receive it compressed. */
  get isCompressible(): boolean {
    return this.#level !== null
  }

  /** A hash of the body, quoted as the opaque part of an ETag; computed on first use. */
  get hash(): string {
    this.#hash ??= `"${hash('sha1', this.bytes, 'base64url')}"`
    return this.#hash
  }

  /** The body compressed with gzip, off the main thread. */
  compress(): Promise<Uint8Array<ArrayBuffer>> {
    this.#compressed ??= gzip(this.bytes, { level: this.#level ?? 0 }).then(
      (packed) => new Uint8Array(packed),
    )
    return this.#compressed
  }
}

/** What a body's response says about it. */
export interface RepresentationHeaders {
  /** The media type. */
  readonly type: string
  readonly cacheControl: string
  /** The request headers that the body depends on, besides `Accept-Encoding`. */
  readonly vary?: string
  /** Whether a browser shows it, or saves it under which name. @default it shows it */
  readonly disposition?: string
  /** @default a hash of the body */
  readonly etag?: string
  /** Whether the same ETag means the same body, so that a 304 can be the response. @default true */
  readonly isRevalidated?: boolean
}

/**
 * Responds to a GET or HEAD with a body, compressed if the client accepts gzip; or with 304 when the client already has
 * the same body (`If-None-Match`). The ETag is a hash of the body; of a compressed one it is weak, since the same strong
 * ETag would promise the same bytes in both encodings.
 */
export async function sendEncoded(
  c: ApiRequest,
  body: EncodedBody,
  { type, cacheControl, vary, disposition, etag = body.hash, isRevalidated = true }: RepresentationHeaders,
): Promise<Response> {
  const isCompressed = body.isCompressible && acceptsGzip(c.req.header('accept-encoding'))
  const headers = {
    etag: isCompressed ? `W/${etag}` : etag,
    'cache-control': cacheControl,
    vary: vary ? `${vary}, Accept-Encoding` : 'Accept-Encoding',
    ...(disposition !== undefined && { 'content-disposition': disposition }),
  }
  const ifNoneMatch = c.req.header('if-none-match')
  if (isRevalidated && ifNoneMatch !== undefined && matches(ifNoneMatch, etag))
    return c.body(null, 304, headers)
  if (!isCompressed) return c.body(body.bytes, 200, { ...headers, 'content-type': type })
  const compressed = await body.compress()
  return c.body(compressed, 200, { ...headers, 'content-type': type, 'content-encoding': 'gzip' })
}

/** Whether an `Accept-Encoding` allows gzip: by its name, else by `*`; a quality of 0 forbids it. */
function acceptsGzip(accepted = ''): boolean {
  const codings = accepted.split(',').map((part) => {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    return { name, isForbidden: parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter)) }
  })
  const coding = codings.find(({ name }) => name === 'gzip') ?? codings.find(({ name }) => name === '*')
  return coding !== undefined && !coding.isForbidden
}

/** Compares as RFC 9110 demands for `If-None-Match`: a weak ETag equals the strong one. */
function matches(ifNoneMatch: string, etag: string): boolean {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}
