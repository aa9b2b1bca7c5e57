import type { ResourceName } from 'catalog'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { CachedChange, Change, Reset } from '../src/changes/change-schema.ts'
import { readApiError } from './api-error.ts'
import { type Connection, queryText } from './request.ts'

export interface FollowOptions {
  /** The `position` to resume after, unchanged. @default the end of the feed */
  readonly after?: string | undefined
  readonly resource?: ResourceName | undefined
  readonly signal: AbortSignal
  /** Called when the feed opens and on every heartbeat (every `heartbeatMs`). */
  readonly onAlive?: () => void
}

/**
 * An event of the feed; resume after its `position`. `reset`: some changes are not available; read the tables again.
 */
export type FeedEvent<C extends Change | CachedChange = Change> =
  | { readonly event: 'change'; readonly change: C }
  | { readonly event: 'reset'; readonly reset: Reset }

/** A change feed, event by event. @param path below the base path @throws {ApiError} when the API refuses */
export async function* followChanges<C extends Change | CachedChange>(
  { base, headers, fetch }: Connection,
  path: string,
  { after, resource, signal, onAlive = () => undefined }: FollowOptions,
): AsyncGenerator<FeedEvent<C>, void> {
  const response = await fetch(`${base}${path}${queryText({ after, resource })}`, {
    headers: { accept: 'text/event-stream', ...headers },
    signal,
  })
  if (!response.ok || !response.body) throw await readApiError(response)
  onAlive()
  const events = response.body
    .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
    .pipeThrough(new EventSourceParserStream({ onComment: onAlive }))
    .getReader()
  try {
    for (;;) {
      const { done, value } = await events.read()
      if (done) return
      const data: unknown = JSON.parse(value.data)
      if (value.event === 'change') yield { event: 'change', change: data as C }
      if (value.event === 'reset') yield { event: 'reset', reset: data as Reset }
    }
  } finally {
    // A reader that stops early must not leave the connection open.
    await events.cancel().catch(() => undefined)
  }
}
