/** How long a reader may leave a chunk lying, in milliseconds. */
const defaultStallMs = 60_000

/**
 * Text as a stream that is produced as it is read: `rest` is not pulled while the reader is busy, and a reader that
 * stops reading is dropped. `onEnd` is called once, at the end or when the reader is gone.
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
  const give = (controller: ReadableStreamDefaultController<Uint8Array>, text: string) => {
    controller.enqueue(encoder.encode(text))
    stalled = setTimeout(() => {
      end()
      controller.error(new Error('The client does not read the stream'))
    }, stallMs).unref()
  }
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => give(controller, first),
      async pull(controller) {
        clearTimeout(stalled)
        try {
          const { done, value } = await rest.next()
          if (hasEnded) return
          if (!done) return give(controller, value)
          end()
          controller.close()
        } catch (error) {
          // The reader sees the connection end, and comes back.
          end()
          controller.error(error)
        }
      },
      cancel: () => end(),
    },
    { highWaterMark: 1 },
  )
}
