import type { Resource } from 'catalog'
import type { ExportPage, ListPage, ServiceTitanClient } from 'servicetitan'

/** A page of a feed or of a list, with the cursor that it was requested with and the next one. */
export interface SourcePage {
  readonly body: Buffer
  /** The records: a JSON array, part of the body. */
  readonly data: Buffer
  readonly requests: number
  readonly bytes: number
  readonly cursor: string | null
  readonly nextCursor: string
  /** Everything that changed before this moment is in the pages up to this one, if it is the last, in ms since 1970. */
  readonly asOf: number
}

/** ServiceTitan shows a change in an export feed this long after it was made, in milliseconds
 * (developer documentation, "Transactional and export APIs"). */
const FEED_LAG_MS = 15 * 60_000

/** What changed this long before the last pass over a list is requested again, in milliseconds: pages of a
 * list move while they are read. */
const LIST_OVERLAP_MS = 60 * 60_000

export interface ReadPagesOptions {
  readonly api: ServiceTitanClient
  readonly resource: Resource
  /** Where to resume; null: at the beginning. */
  readonly cursor: string | null
  readonly signal: AbortSignal
}

/** All of a resource: its feed from the beginning, or its list page by page; resumable at every page. */
export function readEverything(options: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  return options.resource.exportPath === null ? readList(options) : readFeed(options)
}

/** What has changed since the cursor that the last sync ended with. */
export function readChanges(options: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  return options.resource.exportPath === null ? readListChanges(options) : readFeed(options)
}

/**
 * What has changed since the cursor, up to this moment: the feed without its lag. The same records come again
 * with the durable feed, and are detected by content hash.
 */
export function readRecentChanges(options: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  return options.resource.exportPath === null ? readListChanges(options) : readFeed(options, true)
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
    yield { ...received(page), cursor: at, nextCursor: page.continueFrom, asOf: page.requestedAt - lag }
    at = page.continueFrom
  }
}

/** A pass over a whole list. Its cursor is ours: `<when the pass began>/<number of the next page>`. */
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
    yield { ...received(page), cursor: at, nextCursor, asOf: Date.parse(began) }
    at = nextCursor
  }
}

/** What changed since the moment in the cursor, less the overlap. All pages lead to the same next cursor. */
async function* readListChanges({
  api,
  resource,
  cursor,
  signal,
}: ReadPagesOptions): AsyncGenerator<SourcePage, void, undefined> {
  const modifiedOnOrAfter =
    cursor === null ? undefined : new Date(Date.parse(cursor) - LIST_OVERLAP_MS).toISOString()
  let began: string | undefined
  for await (const page of api.listPages(resource, { modifiedOnOrAfter, signal })) {
    began ??= new Date(page.requestedAt).toISOString()
    yield { ...received(page), cursor, nextCursor: began, asOf: Date.parse(began) }
  }
}

/** The cursor that incremental syncs resume from once a full pass has ended. */
export function cursorAfterFullPass(resource: Resource, cursor: string | null): string | null {
  return resource.exportPath === null ? (cursor?.split('/')[0] ?? null) : cursor
}

function received({ body, data, requests, bytes }: ExportPage | ListPage) {
  return { body, data, requests, bytes }
}
