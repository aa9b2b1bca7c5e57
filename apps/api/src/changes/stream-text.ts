/** How long a reader may leave a chunk unread, in milliseconds. */
const defaultStallMs = 60_000

/**
 * A stream of text that is produced on demand: `rest` is not pulled while a chunk is unread, and a reader that stops
 * reading is disconnected. `onEnd` is called once, when the stream ends or the reader disconnects.
 */
export function streamText(
  first: string,
  rest: AsyncGenerator<string, void>,
  onEnd: () => void,
  stallMs = defaultStallMs,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let hasEnded = false
  let stalled: NodeJS.Timeout | undefined
  const end = () => {
    clearTimeout(stalled)
    if (!hasEnded) onEnd()
    hasEnded = true
  }
  const send = (controller: ReadableStreamDefaultController<Uint8Array>, text: string) => {
    controller.enqueue(encoder.encode(text))
    stalled = setTimeout(() => {
      end()
      controller.error(new Error('The client does not read the stream'))
    }, stallMs).unref()
  }
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => send(controller, first),
      async pull(controller) {
        clearTimeout(stalled)
        try {
          const { done, value } = await rest.next()
          if (hasEnded) return
          if (!done) return send(controller, value)
          end()
          controller.close()
        } catch (error) {
          // The reader sees the connection end, and reconnects.
          end()
          controller.error(error)
        }
      },
      cancel: () => end(),
    },
    { highWaterMark: 1 },
  )
}
