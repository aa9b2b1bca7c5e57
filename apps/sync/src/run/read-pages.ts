import type { Resource } from 'catalog'
import type { ExportPage, ListPage, ServiceTitanClient } from 'servicetitan'

/** A page of a feed or of a list, with the cursor of its request and the next cursor. */
export interface SourcePage {
  readonly body: Buffer
  /** The records: a JSON array, part of the body. */
  readonly data: Buffer
  readonly requests: number
  readonly bytes: number
  readonly cursor: string | null
  readonly nextCursor: string
  /** If this is the last page: all changes before this time are in the pages so far. In milliseconds since 1970. */
  readonly asOf: number
}

/**
 * The delay of changes in an export feed, in milliseconds (developer documentation, "Transactional and export APIs").
 */
const FEED_LAG_MS = 15 * 60_000

/** How far a pass over a list overlaps the previous one, in milliseconds: records move between pages during a pass. */
export const LIST_OVERLAP_MS = 60 * 60_000

export interface ReadPagesOptions {
  readonly api: ServiceTitanClient
  readonly resource: Resource
  /** Where to resume; null: at the beginning. */
  readonly cursor: string | null
  readonly signal: AbortSignal
}

/** Reads all of a resource: its feed from the beginning, or its whole list. Resumable at every page. */
export function readEverything(options: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  return options.resource.exportPath === null ? readList(options) : readFeed(options)
}

/** Reads the changes since the cursor of the previous sync. */
export function readChanges(options: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  return options.resource.exportPath === null ? readListChanges(options) : readFeed(options)
}

/**
 * Reads the changes since the cursor up to now: the feed without its delay. The feed returns the same records again
 * later, which are then detected by content hash.
 */
export function readRecentChanges(options: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  return options.resource.exportPath === null ? readListChanges(options) : readFeed(options, true)
}

/** Whether the list can be read by periods of `modifiedOn`. */
export function hasPeriods({ listPath, listParameters }: Resource): boolean {
  return listPath !== null && listParameters.includes('modifiedOnOrAfter')
}

/** Reads all of a resource up to now, whatever was read before. */
export function readAnew(options: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  return readRecentChanges({ ...options, cursor: null })
}

async function* readFeed(
  { api, resource, cursor, signal }: ReadPagesOptions,
  includeRecentChanges = false,
): AsyncGenerator<SourcePage, void, undefined> {
  const lag = includeRecentChanges ? 0 : FEED_LAG_MS
  let at = cursor
  for await (const page of api.exportPages(resource, {
    from: cursor ?? undefined,
    includeRecentChanges,
    signal,
  })) {
    yield { ...contentOf(page), cursor: at, nextCursor: page.continueFrom, asOf: page.requestedAt - lag }
    at = page.continueFrom
  }
}

/** A pass over a whole list. Its cursor is `<start of the pass>/<number of the next page>`. */
async function* readList({
  api,
  resource,
  cursor,
  signal,
}: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  const [since, startPage = '1'] = cursor?.split('/') ?? []
  let began = since
  let at = cursor
  for await (const page of api.listPages(resource, { startPage: Number(startPage), signal })) {
    began ??= new Date(page.requestedAt).toISOString()
    const nextCursor = `${began}/${page.page + 1}`
    yield { ...contentOf(page), cursor: at, nextCursor, asOf: Date.parse(began) }
    at = nextCursor
  }
}

/**
 * Reads the changes since the time in the cursor minus the overlap, or the whole list if it has no parameter for times.
 * All pages have the same next cursor.
 */
async function* readListChanges({
  api,
  resource,
  cursor,
  signal,
}: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  const modifiedOnOrAfter =
    cursor === null || !hasPeriods(resource)
      ? undefined
      : new Date(Date.parse(cursor) - LIST_OVERLAP_MS).toISOString()
  let began: string | undefined
  for await (const page of api.listPages(resource, { modifiedOnOrAfter, signal })) {
    began ??= new Date(page.requestedAt).toISOString()
    yield { ...contentOf(page), cursor, nextCursor: began, asOf: Date.parse(began) }
  }
}

/** The cursor of the first incremental sync after a full pass. */
export function cursorAfterFullPass(resource: Resource, cursor: string | null): string | null {
  return resource.exportPath === null ? (cursor?.split('/')[0] ?? null) : cursor
}

function contentOf({ body, data, requests, bytes }: ExportPage | ListPage) {
  return { body, data, requests, bytes }
}
