import { setTimeout as sleep } from 'node:timers/promises'
import { errorText } from 'cli-kit'
import { channels } from 'db-migrations/protocol'
import type { Logger } from 'pino'
import { connect } from '../database.ts'

/**
 * Calls `onNotify` for each NOTIFY about new requests, until the signal aborts. Reconnects after a lost connection;
 * requests in the meantime are found by polling.
 */
export async function listen(
  url: string,
  { onNotify, logger, signal }: { onNotify: () => void; logger: Logger; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await connect(url)
      client.on('notification', onNotify)
      const ended = new Promise<void>((resolve) => {
        client.once('end', resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
        // An aborted signal emits no further event.
        if (signal.aborted) resolve()
      })
      await client.query(`LISTEN ${channels.syncRequests}`)
      await ended
      await client.end()
    } catch (error) {
      logger.debug({ error: errorText(error) }, 'cannot listen; polling continues')
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined)
  }
}

const RECONNECT_MS = 5_000
