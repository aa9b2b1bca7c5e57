import { TimeoutError } from '../http/errors.ts'
import type { ReadyWrite } from './write-request.ts'

/** Until when a write may be sent. */
export interface StartLimit {
  /** Aborts with a TimeoutError after the limit, or with the caller's reason. */
  readonly signal: AbortSignal
  /** Must be called: it frees the timer and the caller's signal. */
  close(): void
}

/** Starts the limit of one write, which counts from the call, so that a write that waited is not sent much later. */
export function createStartLimit(limitMs: number, { method, path, signal }: ReadyWrite): StartLimit {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    const problem = `not sent within ${limitMs} ms (\`writeStartTimeoutMs\`)`
    controller.abort(new TimeoutError(problem, { method, path, attempts: 1 }, limitMs))
  }, limitMs)
  const abort = () => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  return {
    signal: controller.signal,
    close() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}
