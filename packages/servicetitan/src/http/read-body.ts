import { isUtf8 } from 'node:buffer'
import { untilAborted } from '../lib/cancel.ts'
import { releaseMemory } from '../lib/release-memory.ts'

export type ReadBody =
  | { readonly body: Buffer; readonly bytes: number }
  | { readonly problem: 'too-large' | 'not-utf8'; readonly bytes: number }

/**
 * Reads a body, which must be UTF-8 (a byte order mark is removed), and stops as soon as it exceeds the limit, so that
 * a larger body is never in memory. Bytes are counted after decompression.
 * @throws the stream's error, or the signal's reason.
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
    // Releases the connection of a partly read body; does nothing after the end.
    reader.cancel().catch(() => {})
  }
  const whole = Buffer.concat(chunks, bytes)
  for (const chunk of chunks) releaseMemory(chunk)
  // A replacement character would silently change a record.
  if (!isUtf8(whole)) return { problem: 'not-utf8', bytes }
  return {
    body: whole.subarray(
      whole.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0,
    ),
    bytes,
  }
}

const byteOrderMark = Buffer.from('\ufeff')
