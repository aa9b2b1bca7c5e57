/**
 * Frees a buffer's memory immediately. Memory outside the heap counts towards the next full garbage collection until
 * it is collected: the megabytes of each page would trigger one. The buffer must not be used afterwards. A buffer
 * that is only part of its memory, such as one from Node's pool, is not freed.
 *
 * @example
 * ```ts
 * await connection.write(page.body)
 * releaseMemory(page.body)
 * ```
 */
export function releaseMemory({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}
