import { isUtf8 } from 'node:buffer'
import { untilAborted } from '../lib/cancel.ts'
import { releaseMemory } from '../lib/release-memory.ts'

export type ReadBody =
  | { readonly body: Buffer; readonly bytes: number }
  | { readonly problem: 'too-large' | 'not-utf8'; readonly bytes: number }

/**
 * Reads a body, which has to be UTF-8 (a byte order mark is dropped), and stops as soon as it is larger than allowed: a limit
 * checked at the end would have held all of it in memory. Bytes are counted after decompression.
 * @throws what the stream fails with, or the signal's reason.
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadBody> {
  if (body === null) return { body: Buffer.alloc(0), bytes: 0 }
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), signal)
      if (done) break
      bytes += value.byteLength
      if (bytes > maxBytes) return { problem: 'too-large', bytes }
      chunks.push(value)
    }
  } finally {
    // Frees the connection of a body that was not read to its end; after the end it does nothing.
    reader.cancel().catch(() => {})
  }
  const whole = Buffer.concat(chunks, bytes)
  for (const chunk of chunks) releaseMemory(chunk)
  // A replacement character would be a silent change to somebody's data.
  if (!isUtf8(whole)) return { problem: 'not-utf8', bytes }
  return {
    body: whole.subarray(
      whole.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0,
    ),
    bytes,
  }
}

const byteOrderMark = Buffer.from('\ufeff')
