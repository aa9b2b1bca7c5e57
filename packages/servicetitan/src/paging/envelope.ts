import { type RequestContext, UnexpectedResponseError } from '../http/errors.ts'
import {
  endOfKey,
  endOfValue,
  isArrayAt,
  isObjectAt,
  NotJsonError,
  skipSpace,
  startOfValue,
  visitJson,
} from '../json/scan-json.ts'

/** The records of a page. */
export interface PageData {
  /** The array `data`, exactly as received: a slice of the body. */
  readonly data: Buffer
  /** Number of its elements. */
  readonly count: number
}

export interface ExportEnvelope extends PageData {
  readonly hasMore: boolean
  readonly continueFrom: string
}

export interface ListEnvelope extends PageData {
  readonly page: number
  readonly pageSize: number
  readonly hasMore: boolean
  readonly totalCount: number | null
}

/**
 * Reads `{ hasMore, continueFrom, data }`, all three required (OpenAPI, every GET /export/...). An empty `continueFrom`
 * is refused, because as `from` it would restart the feed from the beginning, and so is one that no database can store.
 * @throws UnexpectedResponseError
 */
export function readExportEnvelope(body: Buffer, context: RequestContext): ExportEnvelope {
  const envelope = parse(body, context)
  const { continueFrom } = envelope.fields
  if (typeof continueFrom !== 'string' || continueFrom === '') {
    throw wrongShape('continueFrom', 'a non-empty string', continueFrom, context)
  }
  if (continueFrom.includes('\0') || !continueFrom.isWellFormed()) {
    // Neither can be stored, so that the run could not resume from it.
    throw wrongShape('continueFrom', 'text without NUL and unpaired surrogates', continueFrom, context)
  }
  return { ...pageData(envelope, context), hasMore: hasMore(envelope, context), continueFrom }
}

/**
 * Reads `{ page, pageSize, hasMore, totalCount, data }`; `totalCount` is null unless requested (OpenAPI, every list).
 * @throws UnexpectedResponseError
 */
export function readListEnvelope(body: Buffer, context: RequestContext): ListEnvelope {
  const envelope = parse(body, context)
  return {
    ...pageData(envelope, context),
    page: whole(envelope, 'page', context),
    pageSize: whole(envelope, 'pageSize', context),
    hasMore: hasMore(envelope, context),
    totalCount: envelope.fields.totalCount == null ? null : whole(envelope, 'totalCount', context),
  }
}

/** The fields of a response; `data` separately if it is an array. */
interface Envelope {
  readonly fields: Readonly<Record<string, unknown>>
  readonly data: PageData | null
}

/**
 * Skips records instead of parsing them, since a page has thousands. The parser's error is not kept as `cause`: it
 * quotes the body.
 */
function parse(body: Buffer, context: RequestContext): Envelope {
  const start = skipSpace(body, 0)
  try {
    if (isObjectAt(body, start)) return readFields(body, start)
  } catch (error) {
    if (error instanceof NotJsonError || error instanceof SyntaxError) throw notJson(context)
    throw error
  }
  throw wrongShape('the body', 'an object', parseWhole(body, context), context)
}

function readFields(body: Buffer, start: number): Envelope {
  // Without a prototype, so that a member `__proto__` is a member like any other.
  const fields: Record<string, unknown> = Object.create(null)
  let data: PageData | null = null
  const end = visitJson(body, start, (member) => {
    const keyEnd = endOfKey(body, member)
    const key = JSON.parse(body.toString('utf8', member, keyEnd)) as string
    const at = startOfValue(body, keyEnd)
    if (key === 'data' && isArrayAt(body, at)) {
      let count = 0
      const after = visitJson(body, at, (element) => {
        count += 1
        return endOfValue(body, element)
      })
      data = { data: body.subarray(at, after), count }
      return after
    }
    if (key === 'data') data = null
    const after = endOfValue(body, at)
    fields[key] = JSON.parse(body.toString('utf8', at, after))
    return after
  })
  if (skipSpace(body, end) !== body.length) throw new NotJsonError('Expected no text after the body.')
  return { fields, data }
}

function parseWhole(body: Buffer, context: RequestContext): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    throw notJson(context)
  }
}

const notJson = (context: RequestContext) =>
  new UnexpectedResponseError('the body is not JSON', context, 'not-json')

function pageData({ fields, data }: Envelope, context: RequestContext): PageData {
  if (data !== null) return data
  throw wrongShape('data', 'an array', fields.data, context)
}

function hasMore({ fields }: Envelope, context: RequestContext): boolean {
  if (typeof fields.hasMore === 'boolean') return fields.hasMore
  throw wrongShape('hasMore', 'a boolean', fields.hasMore, context)
}

function whole({ fields }: Envelope, key: string, context: RequestContext): number {
  const value = fields[key]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw wrongShape(key, 'a whole number', value, context)
}

/** Names the type of the received value, never the value. */
function wrongShape(
  name: string,
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
    `expected \`${name}\` to be ${expected}, got ${got === undefined ? 'nothing' : kind}`,
    context,
    'wrong-shape',
  )
}
