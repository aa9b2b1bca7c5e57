interface Address {
  readonly port: number
  readonly host: string
}

/**
 * The error of a server that cannot listen, with a message that says what to do.
 * @param error the error event of `node:net`'s server
 * @example
 * server.once('error', (error) => reject(listenError(error, { port: 4900, host: '127.0.0.1' })))
 */
export function listenError(error: unknown, { port, host }: Address): Error {
  const { code } = error as NodeJS.ErrnoException
  const message = messageOf(code, { port, host })
  return message === null ? (error as Error) : new Error(message, { cause: error })
}

function messageOf(code: string | undefined, { port, host }: Address): string | null {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use: stop the process that listens there, or pass another --port (0 for any)`
  }
  if (code === 'EACCES') return `No permission to open port ${port}: pass a --port above 1023`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is not an address of this machine: change --host`
  }
  return null
}
