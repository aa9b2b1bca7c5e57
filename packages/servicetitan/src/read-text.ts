import { untilAborted } from './cancel.ts'

export type ReadText =
  | { readonly text: string; readonly bytes: number }
  | { readonly problem: 'too-large' | 'not-utf8'; readonly bytes: number }

/**
 * Reads a body as UTF-8 (a byte order mark is dropped), and stops as soon as it is larger than allowed: a limit
 * checked at the end would have held all of it in memory. Bytes are counted after decompression.
 * @throws what the stream fails with, or the signal's reason.
 */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadText> {
  if (body === null) return { text: '', bytes: 0 }
  const reader = body.getReader()
  // Fatal: a replacement character would be a silent change to somebody's data.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parts: string[] = []
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), signal)
      if (!done) bytes += value.byteLength
      if (bytes > maxBytes) return { problem: 'too-large', bytes }
      const part = decode(decoder, value)
      if (part === null) return { problem: 'not-utf8', bytes }
      parts.push(part)
      if (done) return { text: parts.join(''), bytes }
    }
  } finally {
    // Frees the connection of a body that was not read to its end; after the end it does nothing.
    reader.cancel().catch(() => {})
  }
}

/** Null when the bytes are not UTF-8. Without a chunk: the end. */
function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): string | null {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    return null
  }
}
