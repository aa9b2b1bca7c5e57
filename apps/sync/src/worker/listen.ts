import { setTimeout as sleep } from 'node:timers/promises'
import { errorText } from 'cli-kit'
import { channels } from 'db-migrations/protocol'
import type { Logger } from 'pino'
import { connect } from '../database.ts'

export interface ListenOptions {
  /** A run was requested. */
  readonly onRequest: () => void
  /** A record is to be sent. */
  readonly onPush: () => void
  readonly logger: Logger
  readonly signal: AbortSignal
}

/**
 * Calls a function for each NOTIFY about new requests or records to send, until the signal aborts. Reconnects after a lost connection;
 * requests in the meantime are found by polling.
 */
export async function listen(
  url: string,
  { onRequest, onPush, logger, signal }: ListenOptions,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await connect(url)
      client.on('notification', ({ channel }) => (channel === channels.pushes ? onPush() : onRequest()))
      const ended = new Promise<void>((resolve) => {
        client.once('end', resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
        // An aborted signal emits no further event.
        if (signal.aborted) resolve()
      })
      await client.query(`LISTEN ${channels.syncRequests}; LISTEN ${channels.pushes}`)
      await ended
      await client.end()
    } catch (error) {
      logger.debug({ error: errorText(error) }, 'cannot listen; polling continues')
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined)
  }
}

const RECONNECT_MS = 5_000
