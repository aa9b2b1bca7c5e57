import { projectedId } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertRecords } from '../fixtures/insert-rows.ts'

let server: ApiServer
let client: ApiClient
beforeAll(async () => {
  server = await startApiServer()
  client = createClient({ url: server.url, key: await server.createKey('1') })
  const { pool } = server.database
  // Several rows share each time, some have none, and some have the last time of a year that PostgreSQL rounds up.
  const times = [
    null,
    '9999-12-31T23:59:59.9999999Z',
    '2026-04-01T00:00Z',
    '2026-04-01T00:00Z',
    '2026-04-02T00:00Z',
  ]
  const rows = (first: number, values: Readonly<Record<string, unknown>>, ...timed: readonly string[]) =>
    Array.from({ length: 15 }, (_, index) => ({
      st_id: first + index,
      ...values,
      ...Object.fromEntries(timed.map((column) => [column, times[index % times.length]])),
    }))
  await insertRecords(pool, 'st_customers', '1', [{ st_id: 10, name: 'Ada' }])
  await insertRecords(pool, 'st_technicians', '1', [{ st_id: 30, name: 'Tia' }])
  const job = { customer_id: 10, status: 'Open' }
  await insertRecords(pool, 'st_jobs', '1', rows(100, job, 'created_on', 'completed_on'))
  await insertRecords(pool, 'st_appointments', '1', rows(200, { job_id: 100 }, 'start_time'))
  const assignment = { technician_id: 30, appointment_id: 200 }
  await insertRecords(pool, 'st_appointment_assignments', '1', rows(300, assignment, 'assigned_on'))
  await insertRecords(pool, 'st_invoices', '1', rows(400, { customer_id: 10 }, 'invoice_date'))
})
afterAll(() => server.close())

const id = (table: string, stId: number) => projectedId('1', table, stId)

test.each([
  ['jobs', { customerId: id('customers', 10) }, 15],
  ['jobs', { createdAtFrom: '2020-01-01T00:00:00Z' }, 12],
  ['jobs', { completedAtBefore: '9999-01-01T00:00:00Z' }, 9],
  ['appointments', { jobId: id('jobs', 100) }, 15],
  ['appointments', { startsAtFrom: '2020-01-01T00:00:00Z' }, 12],
  ['appointment-assignments', { technicianId: id('technicians', 30) }, 15],
  ['invoices', { customerId: id('customers', 10) }, 15],
] as const)(
  'paging %s by %j returns each record once, in the order of a single page',
  async (name, filter, count) => {
    const list = async (limit: number, cursor?: string) => {
      const page = await client.list(name, { ...filter, limit, cursor } as never)
      return { ...page, ids: page.data.map(({ serviceTitanId }) => serviceTitanId) }
    }
    const whole = (await list(500)).ids
    expect(whole).toHaveLength(count)
    for (const limit of [1, 4]) {
      const found: (string | null)[] = []
      let cursor: string | undefined
      do {
        const page = await list(limit, cursor)
        found.push(...page.ids)
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined && found.length <= count)
      expect(found).toEqual(whole)
    }
  },
)
