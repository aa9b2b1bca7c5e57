import { type Column, cacheTableOf, type ResourceName, resourceMap } from 'catalog'
import { derivedColumnsOf, recordFieldOf, recordTables, servedViews } from 'records'
import { projectTenant } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, createClient, type HistoryItem, type RecordName } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { writeSnapshot, writeVersion } from '../fixtures/write-versions.ts'

// For each kind of records: the record of every moment is the one that the API returned then, and undoing its history
// version by version leads there.

let server: ApiServer
let api: ApiClient
beforeAll(async () => {
  server = await startApiServer({ now: () => at(steps).getTime() })
  api = createClient({ url: server.url, key: await server.createKey('1') })
})
afterAll(() => server.close())

const steps = 5
const at = (step: number) => new Date(Date.UTC(2026, 3, 1, 12, step))

/** A value for a column: another one in each step, with nulls, and ids of records that exist. */
function exampleOf({ type }: Column, name: string, step: number): unknown {
  if ((step + name.length) % 4 === 0) return null
  switch (type) {
    case 'boolean':
      return step % 2 === 0
    case 'integer':
    case 'bigint':
      return 1 + (step % 2)
    case 'bigint[]':
      return [1, 2].slice(0, 1 + (step % 2))
    case 'text[]':
      return [`Text ${step}`]
    case 'timestamptz':
    case 'date':
      return `2026-02-0${step + 1}T10:00:00.1234567Z`
    case 'text':
      return `${name} ${step}`
    case 'jsonb':
      return [{ step }]
    default:
      return step + 0.25
  }
}

/** The text of a record with a value for each column. */
function recordOf(resource: ResourceName, stId: number, step: number): string {
  const record: Record<string, unknown> = { id: stId, active: step % 3 > 0, unknown: step }
  record.modifiedOn = at(step).toISOString()
  record.customFields = step % 2 === 0 ? [{ typeId: 1, value: `Custom ${step}` }] : []
  for (const [name, column] of Object.entries<Column>(resourceMap[resource].columns)) {
    if (!('path' in column)) continue
    const parts = column.path.split('.')
    const [last = ''] = parts.splice(-1)
    let holder = record
    for (const part of parts) {
      holder[part] ??= {}
      holder = holder[part] as Record<string, unknown>
    }
    const value = exampleOf(column, name, step)
    if (value !== null || step % 2 === 0) holder[last] = value
  }
  return JSON.stringify(record)
}

const derived: Readonly<Record<string, unknown>> = {
  timestamptz: '2026-03-01T00:00:00Z',
  'bigint[]': '{1,2}',
  bigint: 1,
  integer: 90,
  text: 'derived',
}

const ofThePresent = ['version', 'sync', 'updatedAt', 'updatedBy']
const copies = ['startsAt', 'endsAt', 'isLive']
/** What only LAZI fills: ServiceTitan's history has nothing of it. */
const own = recordTables.flatMap((table) => Object.keys(table.own ?? {}).map(recordFieldOf))
const records = [...recordTables, ...servedViews].map(({ resource }) => resource as RecordName)

function known(name: RecordName, row: object): Record<string, unknown> {
  const ofNow = [...ofThePresent, ...own]
  const left = name === 'appointment-assignments' ? [...ofNow, ...copies] : ofNow
  return Object.fromEntries(Object.entries(row).filter(([field]) => !left.includes(field)))
}

test('every kind of records has the state of every moment, and a history that leads there', {
  timeout: 120_000,
}, async () => {
  const { pool } = server.database
  const remembered: { name: RecordName; id: string; step: number; row: Record<string, unknown> }[] = []
  for (const resource of records) {
    const target = { pool, tenantId: '1', resource }
    for (const stId of [1, 2]) await writeVersion(target, { stId, at: at(0), record: `{"id": ${stId}}` })
    await writeSnapshot(target, at(0))
  }
  // The ids of other records are those of now: all exist from the start.
  await projectTenant(pool, '1')
  for (let step = 1; step <= steps; step++) {
    for (const resource of records) {
      for (const stId of [1, 2]) {
        const columns = Object.fromEntries(
          derivedColumnsOf(resource).map(({ name, type }) => [name, step % 2 === 0 ? null : derived[type]]),
        )
        const isGone = step === 3 && stId === 2
        const record = isGone ? null : recordOf(resource, stId, step + stId)
        await writeVersion({ pool, tenantId: '1', resource }, { stId, at: at(step), record, columns })
      }
    }
    await projectTenant(pool, '1')
    for (const name of records) {
      const { data } = await api.list(name, { active: 'any', includeDeleted: true })
      expect(data).toHaveLength(2)
      for (const row of data) remembered.push({ name, id: row.id, step, row: known(name, row) })
    }
  }
  expect(remembered).toHaveLength(records.length * 2 * steps)
  for (const { name, id, step, row } of remembered) {
    const then = await api.getAsOf(name, id, at(step).toISOString(), { includeDeleted: true })
    expect({ name, step, row: then }).toEqual({ name, step, row })
  }
  for (const { name, id, row } of remembered.filter(({ step }) => step === steps)) {
    const { data } = await api.history(name, id)
    const undone = undo(row, data)
    const expected = remembered.filter((each) => each.name === name && each.id === id).toReversed()
    expect({ name, states: undone.slice(0, steps) }).toEqual({
      name,
      states: expected.map((each) => each.row),
    })
  }
  const { rows } = await pool.query<{ table: string }>(
    'SELECT DISTINCT table_name AS table FROM raw.changes WHERE op = $1',
    ['restore'],
  )
  expect(rows.map(({ table }) => table).toSorted()).toEqual(
    records.map((name) => cacheTableOf({ name })).toSorted(),
  )
})

/** The states of a record, newest first: before each version, its fields had the old values. */
function undo(row: Record<string, unknown>, history: readonly HistoryItem[]): Record<string, unknown>[] {
  const states = [row]
  let state = row
  for (const { changes } of history) {
    const before = { ...state }
    for (const change of changes ?? []) {
      expect(change).toEqual({ ...change, new: state[change.field] })
      before[change.field] = change.old
    }
    states.push(before)
    state = before
  }
  return states
}
