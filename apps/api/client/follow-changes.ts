import type { ResourceName } from 'catalog'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { Change, Reset } from '../src/changes/change-schema.ts'
import { readApiError } from './api-error.ts'
import { type Connection, queryText } from './request.ts'

export interface FollowOptions {
  /** The `seq` to resume after. @default the end of the feed */
  readonly after?: string | undefined
  readonly resource?: ResourceName | undefined
  readonly signal: AbortSignal
  /** Called when the feed opens and on every heartbeat (about every 15 seconds). */
  readonly onAlive?: () => void
}

/** An event of the feed. `reset`: some changes were removed; read the tables again and resume after its `seq`. */
export type FeedEvent =
  | { readonly event: 'change'; readonly change: Change }
  | { readonly event: 'reset'; readonly reset: Reset }

/** The change feed, event by event. @throws {ApiError} when the API refuses */
export async function* followChanges(
  { base, key, fetch }: Connection,
  { after, resource, signal, onAlive = () => undefined }: FollowOptions,
): AsyncGenerator<FeedEvent, void> {
  const response = await fetch(`${base}/changes${queryText({ after, resource })}`, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${key}` },
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
      if (value.event === 'change') yield { event: 'change', change: data as Change }
      if (value.event === 'reset') yield { event: 'reset', reset: data as Reset }
    }
  } finally {
    // A reader that stops early must not leave the connection open.
    await events.cancel().catch(() => undefined)
  }
}
