import { createTestDatabase } from 'db-migrations/testing'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { listen } from '../../src/worker/listen.ts'

test('an abort while it connects ends it', async () => {
  await using database = await createTestDatabase()
  const stop = new AbortController()
  const listening = listen(database.url, {
    onRequest: () => undefined,
    onPush: () => undefined,
    logger: pino({ enabled: false }),
    signal: stop.signal,
  })
  stop.abort()
  await expect(listening).resolves.toBeUndefined()
})
