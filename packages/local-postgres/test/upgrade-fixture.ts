import { Client } from 'pg'
import { upgradeEmbeddedServer } from '../src/embedded/upgrade/upgrade.ts'

// An upgrade that moves the table `kept`, and kills itself at a point. Arguments: data directory, folder of the old
// programs, point (or `none`).
const [dataDir = '', oldBin = '', killAt = 'none'] = process.argv.slice(2)

await upgradeEmbeddedServer({
  dataDir,
  oldBin,
  database: 'lazi',
  onEvent: () => {},
  reach: (point) => {
    if (point === killAt) process.kill(process.pid, 'SIGKILL')
  },
  transfer: async ({ from, to, stopOld }) => {
    const [old, created] = [new Client(from), new Client(to)]
    await old.connect()
    await created.connect()
    const { rows } = await old.query('SELECT value FROM kept')
    await created.query('CREATE TABLE kept (value text)')
    for (const { value } of rows) await created.query('INSERT INTO kept VALUES ($1)', [value])
    if (killAt === 'moving') process.kill(process.pid, 'SIGKILL')
    await old.end()
    await created.end()
    await stopOld()
  },
})
