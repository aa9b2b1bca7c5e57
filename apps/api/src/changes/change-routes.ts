import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { id } from '../http/values.ts'
import { resourceName } from '../records/resource-name.ts'
import { resourceNamed } from '../records/resources.ts'
import { change } from './change-schema.ts'
import { changeStream } from './change-stream.ts'
import { createFeedWatch } from './feed-watch.ts'
import { readChanges, readLastSeq } from './read-changes.ts'
import { streamText } from './stream-text.ts'

/** Maximum number of changes per read. */
const pageSize = 500
/** Concurrent streams of one tenant, in this process. */
const streamsPerTenant = 100

const description =
  `Events: \`change\`, whose data is a Change; \`reset\` with \`{"seq"}\` when changes after the requested one were
removed: read the tables again, and resume after that seq. Starts after \`Last-Event-ID\`, else after \`after\`, else now.
A client that resumes with the last id neither loses a change nor receives one twice.`.replaceAll('\n', ' ')

/** `GET /changes`: the change feed as a stream. */
export const changeRoutes: RouteModule = (api, context) => {
  const { draining, heartbeatMs, onStream } = context
  const watch = createFeedWatch(context)
  const open = new Map<string, number>()
  const definition = {
    path: '/changes',
    operationId: 'followChanges',
    tag: 'Changes',
    description,
    summary: 'Follow the change feed (server-sent events)',
    headers: z.object({
      'last-event-id': id.optional().openapi({ description: 'The last received id; browsers send it.' }),
    }),
    query: z.strictObject({
      after: id.optional().openapi({ description: 'Resume after this seq.' }),
      resource: resourceName.optional(),
    }),
    response: change,
    mediaType: 'text/event-stream',
  }
  addRoute(api, context, definition, async ({ query, headers, c, read }) => {
    const { tenantId } = c.var.key
    const count = (open.get(tenantId) ?? 0) + 1
    if (count > streamsPerTenant) {
      throw new ProblemError(429, `A tenant may have ${streamsPerTenant} concurrent streams.`, {
        headers: { 'retry-after': '30' },
      })
    }
    open.set(tenantId, count)
    onStream(1)
    const closed = new AbortController()
    const end = () => {
      closed.abort()
      open.set(tenantId, (open.get(tenantId) ?? 1) - 1)
      onStream(-1)
    }
    const text = changeStream({
      after: headers['last-event-id'] ?? query.after ?? null,
      table: query.resource ? resourceNamed(query.resource).table : null,
      readPage: (after) => read((client) => readChanges(client, tenantId, after, pageSize)),
      readLast: () => read((client) => readLastSeq(client, tenantId)),
      waitBeyond: (seq, signal) => watch.waitBeyond(tenantId, seq, signal),
      isKeyValid: c.var.isKeyValid,
      signal: AbortSignal.any([draining, closed.signal]),
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
