import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { Api, ApiContext, RouteModule } from '../http/context.ts'
import { resourceName } from '../records/resource-name.ts'
import { cachedChange, change } from './change-schema.ts'
import { changeStream } from './change-stream.ts'
import { feedPosition, toPosition } from './feed-position.ts'
import { createFeedWatch } from './feed-watch.ts'
import { cachedFeed, type Feed, recordFeed } from './feeds.ts'
import { readChanges, readPosition } from './read-changes.ts'
import { createStreamLimits, type StreamLimits } from './stream-limits.ts'
import { streamText } from './stream-text.ts'

/** Maximum number of changes per read. */
const pageSize = 500

const description =
  `Events: \`change\`, whose data is a Change; \`reset\` with \`{"position"}\` when changes after the requested position
were removed, or belong to a feed that has ended because the tenant was removed and added again: read the tables again, and
resume after that position. Positions are opaque text. Starts after \`Last-Event-ID\`, else after \`after\`, else now. A
client that resumes with the last id neither loses a change nor receives one twice.`.replaceAll('\n', ' ')

/** `GET /changes` and `GET /servicetitan/changes`: the change feeds as streams. */
export const changeRoutes: RouteModule = (api, context) => {
  const streams = createStreamLimits()
  addFeed(api, context, streams, {
    feed: recordFeed,
    path: '/changes',
    operationId: 'followChanges',
    summary: "Follow the changes of LAZI's records (server-sent events)",
    response: change,
  })
  addFeed(api, context, streams, {
    feed: cachedFeed,
    path: '/servicetitan/changes',
    operationId: 'followServiceTitanChanges',
    summary: 'Follow the changes in ServiceTitan (server-sent events)',
    response: cachedChange,
  })
}

interface FeedRoute {
  readonly feed: Feed
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly response: z.ZodType
}

function addFeed(api: Api, context: ApiContext, streams: StreamLimits, { feed, ...route }: FeedRoute): void {
  const { draining, heartbeatMs, onStream } = context
  const watch = createFeedWatch({ ...context, feed })
  const definition = {
    ...route,
    tag: 'Changes',
    description,
    headers: z.object({
      'last-event-id': feedPosition
        .optional()
        .openapi({ description: 'The last received id; browsers send it.' }),
    }),
    query: z.strictObject({
      after: feedPosition.optional().openapi({ description: 'Resume after this position.' }),
      resource: resourceName.optional(),
    }),
    mediaType: 'text/event-stream',
  }
  addRoute(api, context, definition, async ({ query, headers, c, read }) => {
    const { tenantId } = c.var.key
    const close = streams.open(c.var.key)
    onStream(1)
    const closed = new AbortController()
    const end = () => {
      closed.abort()
      close()
      onStream(-1)
    }
    const signal = AbortSignal.any([draining, closed.signal])
    const text = changeStream({
      after: toPosition(headers['last-event-id'] ?? query.after),
      table: query.resource ? feed.tableOf(query.resource) : null,
      readPage: (after) => read((client) => readChanges(client, feed, tenantId, after, pageSize)),
      readLast: () => read((client) => readPosition(client, feed, tenantId)),
      waitBeyond: (position, signal) => watch.waitBeyond(tenantId, position, signal),
      isKeyValid: c.var.isKeyValid,
      signal,
      heartbeatMs,
      now: context.now,
    })
    // A failure before the first line is returned as a problem.
    const first = await text.next().catch((error: unknown) => {
      end()
      throw error
    })
    return c.body(streamText(first.value ?? '', text, end), 200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
  })
}
