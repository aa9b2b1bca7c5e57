import { expect, test } from 'vitest'
import { classifyLog, reasonFromLog } from './server-log.ts'

const BIND = `2026-01-01 00:00:00.000 UTC [1] LOG:  could not bind IPv4 address "127.0.0.1": Address already in use
2026-01-01 00:00:00.000 UTC [1] HINT:  Is another postmaster already running on port 5432?
2026-01-01 00:00:00.000 UTC [1] FATAL:  could not create any TCP/IP sockets
2026-01-01 00:00:00.000 UTC [1] LOG:  database system is shut down`
const FULL = `PANIC:  could not write to file "pg_wal/xlogtemp.33": No space left on device`
const ORPHANS = `FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use`
const RUNNING = `FATAL:  lock file "postmaster.pid" already exists`
const INITDB = 'initdb: error: could not create directory "/x": Read-only file system'
const OWNER = `FATAL:  data directory "/x" has wrong ownership`
const OTHER = `FATAL:  invalid value for parameter "shared_buffers": "lots"`

const SETTING = 'invalid value for parameter "shared_buffers": "lots"'

test('reasonFromLog returns the fatal line, or else the most specific one', () => {
  expect(reasonFromLog(BIND)).toBe('could not create any TCP/IP sockets')
  expect(reasonFromLog(INITDB)).toBe('could not create directory "/x": Read-only file system')
  expect(reasonFromLog(`LOG:  ${SETTING}\nFATAL:  configuration file "x" contains errors`)).toBe(SETTING)
  expect(reasonFromLog('an unknown line\n')).toBe('an unknown line')
  expect(reasonFromLog('')).toBe('the log is empty')
})

test.each([
  [BIND, 'port_taken'],
  [FULL, 'disk_full'],
  [ORPHANS, 'orphans_alive'],
  [RUNNING, 'already_running'],
  [INITDB, 'read_only'],
  [OWNER, 'no_permission'],
  [OTHER, 'start_failed'],
])('classifyLog classifies %s as %s', (log, kind) => {
  expect(classifyLog(log)).toBe(kind)
})
