/**
 * `node resolve-fixture.ts <dataDir> [event]`: prints the URL of the resolved server, or kills itself at the given
 * event.
 */
import { resolvePostgres } from '../src/index.ts'

const [dataDir, dieAt] = process.argv.slice(2)
const server = await resolvePostgres({
  ...(dataDir && { dataDir }),
  onEvent: ({ type }) => {
    if (type === dieAt) process.kill(process.pid, 'SIGKILL')
  },
})
process.stdout.write(server.url)
