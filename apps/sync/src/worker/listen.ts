import { setTimeout as sleep } from 'node:timers/promises'
import { errorText } from 'cli-kit'
import type { Logger } from 'pino'
import { connect } from '../database.ts'

/** A client that inserts into `raw.sync_requests` may send `NOTIFY lazi_sync`, so that workers look immediately. */
const channel = 'lazi_sync'

/**
 * Calls `onNotice` for each NOTIFY on the channel, until the signal aborts. A lost connection is made again; what was
 * sent meanwhile is found by polling.
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
      logger.debug({ error: errorText(error) }, 'cannot listen; polling continues')
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined)
  }
}

const RECONNECT_MS = 5_000
