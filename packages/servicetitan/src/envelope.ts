import { type RequestContext, UnexpectedResponseError } from './errors.ts'

export interface ExportEnvelope {
  readonly count: number
  readonly hasMore: boolean
  readonly continueFrom: string
}

export interface ListEnvelope {
  readonly count: number
  readonly page: number
  readonly pageSize: number
  readonly hasMore: boolean
  readonly totalCount: number | null
}

/**
 * Reads `{ hasMore, continueFrom, data }`, all three required (OpenAPI, every GET /export/...).
 * An empty `continueFrom` is refused: sent back as `from` it would start the feed from the beginning.
 * @throws UnexpectedResponseError
 */
export function readExportEnvelope(text: string, context: RequestContext): ExportEnvelope {
  const envelope = parse(text, context)
  const { continueFrom } = envelope
  if (typeof continueFrom !== 'string' || continueFrom === '') {
    throw wrongShape('continueFrom', 'a non-empty string', continueFrom, context)
  }
  return { count: count(envelope, context), hasMore: hasMore(envelope, context), continueFrom }
}

/**
 * Reads `{ page, pageSize, hasMore, totalCount, data }`; `totalCount` is null unless asked for (OpenAPI, every list).
 * @throws UnexpectedResponseError
 */
export function readListEnvelope(text: string, context: RequestContext): ListEnvelope {
  const envelope = parse(text, context)
  return {
    count: count(envelope, context),
    page: whole(envelope, 'page', context),
    pageSize: whole(envelope, 'pageSize', context),
    hasMore: hasMore(envelope, context),
    totalCount: envelope.totalCount == null ? null : whole(envelope, 'totalCount', context),
  }
}

/** The parser's own error is not kept as `cause`: it quotes the body. */
function parse(text: string, context: RequestContext): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new UnexpectedResponseError('the body is not JSON', context, 'not-json')
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return parsed as Record<string, unknown>
  }
  throw wrongShape('the body', 'an object', parsed, context)
}

function count(envelope: Record<string, unknown>, context: RequestContext): number {
  if (Array.isArray(envelope.data)) return envelope.data.length
  throw wrongShape('data', 'an array', envelope.data, context)
}

function hasMore(envelope: Record<string, unknown>, context: RequestContext): boolean {
  if (typeof envelope.hasMore === 'boolean') return envelope.hasMore
  throw wrongShape('hasMore', 'a boolean', envelope.hasMore, context)
}

function whole(envelope: Record<string, unknown>, key: string, context: RequestContext): number {
  const value = envelope[key]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw wrongShape(key, 'a whole number', value, context)
}

/** Says what kind of value came, never the value. */
function wrongShape(
  what: string,
  expected: string,
  got: unknown,
  context: RequestContext,
): UnexpectedResponseError {
  const kind =
    got === null
      ? 'null'
      : Array.isArray(got)
        ? 'an array'
        : got === ''
          ? 'an empty string'
          : `type ${typeof got}`
  return new UnexpectedResponseError(
    `expected \`${what}\` to be ${expected}, got ${got === undefined ? 'nothing' : kind}`,
    context,
    'wrong-shape',
  )
}
