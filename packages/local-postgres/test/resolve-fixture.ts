/** `node resolve-fixture.ts <dataDir> [event]`: resolves and prints the URL, or kills itself at an event. */
import { resolvePostgres } from '../src/index.ts'

const [dataDir, dieAt] = process.argv.slice(2)
const server = await resolvePostgres({
  ...(dataDir && { dataDir }),
  onEvent: ({ type }) => {
    if (type === dieAt) process.kill(process.pid, 'SIGKILL')
  },
})
process.stdout.write(server.url)
