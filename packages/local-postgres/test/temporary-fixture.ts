/** Starts a temporary server, prints its URL and runs until it is killed. */
import { startTemporaryPostgres } from '../src/temporary-postgres.ts'

const { url } = await startTemporaryPostgres()
process.stdout.write(url)
setInterval(() => {}, 60_000)
