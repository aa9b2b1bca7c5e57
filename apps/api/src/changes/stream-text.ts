/**
 * Text as a stream that is made as it is read: nothing is asked of `rest` while the reader is busy. `onEnd` is told
 * once, when there is no more or nobody reads on.
 */
export function streamText(
  first: string,
  rest: AsyncGenerator<string, void>,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let hasEnded = false
  const end = () => {
    if (!hasEnded) onEnd()
    hasEnded = true
  }
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(first)),
      async pull(controller) {
        try {
          const { done, value } = await rest.next()
          if (hasEnded) return
          if (!done) return controller.enqueue(encoder.encode(value))
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
