import { z } from '@hono/zod-openapi'
import { type FeedPosition, parsePosition } from 'db-migrations/protocol'

/** A position in the change feed as a client sends it back. */
export const feedPosition = z
  .string()
  .refine((text) => parsePosition(text) !== null, 'Expected a position: the `id` of an event, unchanged')
  .openapi({
    description: 'A position in the change feed: opaque text, the `id` of an event.',
    example: '0b7f9a52-6c1e-4a57-9d3e-2f4c8f0a9b11.18',
  })

/** The position in a validated text; null: none is given. */
export function toPosition(text: string | undefined): FeedPosition | null {
  return text === undefined ? null : parsePosition(text)
}
