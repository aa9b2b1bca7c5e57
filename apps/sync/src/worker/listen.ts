import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { connect } from '../database.ts'
import { errorText } from '../postgres/error-text.ts'

/** Whoever inserts into `raw.sync_requests` may say `NOTIFY lazi_sync`, to be heard at once. */
const channel = 'lazi_sync'

/**
 * Calls `onNotice` for each NOTIFY on the channel, until the signal aborts. A lost connection is made again; what was
 * said meanwhile is found by polling.
 */
export async function listen(
  url: string,
  { onNotice, logger, signal }: { onNotice: () => void; logger: Logger; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await connect(url)
      client.on('notification', onNotice)
      const ended = new Promise<void>((resolve) => {
        client.once('end', resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      await client.query(`LISTEN ${channel}`)
      await ended
      await client.end()
    } catch (error) {
      logger.debug({ error: errorText(error) }, 'cannot listen; polling goes on')
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined)
  }
}

const RECONNECT_MS = 5_000
