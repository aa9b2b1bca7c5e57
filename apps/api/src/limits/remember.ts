/**
 * Remembers the result of a computation that costs much and depends on nothing of the request. Concurrent calls share
 * one computation; a failure is not remembered.
 * @param options.maxAgeMs how long a result is returned again, in milliseconds
 * @param options.now milliseconds
 */
export function remember<T>(
  compute: () => Promise<T>,
  { maxAgeMs, now }: { readonly maxAgeMs: number; readonly now: () => number },
): () => Promise<T> {
  let result: Promise<T> | undefined
  let until = Infinity
  return () => {
    if (result !== undefined && now() < until) return result
    until = Infinity
    const computing = compute()
    result = computing
    computing.then(
      () => {
        until = now() + maxAgeMs
      },
      () => {
        result = undefined
      },
    )
    return computing
  }
}
