/**
 * Gives the memory of a buffer back at once. What lies outside of the heap counts, until it is collected, towards the
 * next collection of all of it: a page's megabytes would bring one about each time. Nothing may use the buffer any more.
 * A buffer that is only a part of its memory, such as one out of Node's pool, is left alone.
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
