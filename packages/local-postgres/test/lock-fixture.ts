/** `node lock-fixture.ts <file>`: takes the lock, prints `locked` and holds the lock until it is killed. */
import { withLock } from '../src/embedded/home/lock.ts'

await withLock(process.argv[2] ?? '', async () => {
  process.stdout.write('locked')
  await new Promise(() => setInterval(() => {}, 60_000))
})
