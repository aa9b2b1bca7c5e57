import { computeFacts } from 'analytics/testing'
import { expect, test } from 'vitest'
import { createClient, type MetricsAnswer, type Row } from '../../client/index.ts'
import { startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { setDomains, worldIds } from '../fixtures/own-domains.ts'

test('a job that people create and complete in LAZI is counted by the reports', async () => {
  await using server = await startApiServer()
  const { pool } = server.database
  await insertWorld(pool, '1')
  await setDomains(pool, '1')
  const ids = await worldIds(pool, '1')
  const key = await server.createKey('1', 'admin')
  const office = createClient({ url: server.url, key })
  const counted = async () => {
    const client = await pool.connect()
    await computeFacts(client, '1')
    client.release()
    // Completed today, in the time zone of the tenant: at most a day away from today in UTC.
    const to = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
    const metrics = 'completed_jobs,booked_jobs'
    const response = await server.get(
      `/api/v2/analytics/query?metrics=${metrics}&from=2026-01-01&to=${to}`,
      key,
    )
    const { totals } = (await response.json()) as MetricsAnswer
    return Object.values(totals).map(({ value }) => Number(value))
  }
  const before = await counted()
  const job = await office.create('jobs', {
    customerId: ids.ada,
    locationId: ids.adaHome,
    businessUnitId: ids.unit,
    jobTypeId: ids.jobType,
    appointments: [{ startsAt: '2027-01-01T14:00:00Z', endsAt: '2027-01-01T16:00:00Z' }],
  })
  const { data } = await office.list('appointments', { jobId: job.id })
  await office.act('appointments', data[0] as Row<'appointments'>, 'start')
  await office.act('jobs', await office.get('jobs', job.id), 'complete')
  expect(before).toEqual([3, 3])
  expect(await counted()).toEqual([4, 4])
})

test('the money of a job that people create in LAZI is not known, and is said to be so', async () => {
  await using server = await startApiServer()
  const { pool } = server.database
  await insertWorld(pool, '1')
  await setDomains(pool, '1')
  const ids = await worldIds(pool, '1')
  const key = await server.createKey('1', 'admin')
  const office = createClient({ url: server.url, key })
  const job = await office.create('jobs', {
    customerId: ids.ada,
    locationId: ids.adaHome,
    businessUnitId: ids.unit,
    jobTypeId: ids.jobType,
    appointments: [{ startsAt: '2027-01-01T14:00:00Z', endsAt: '2027-01-01T16:00:00Z' }],
  })
  const { data } = await office.list('appointments', { jobId: job.id })
  await office.act('appointments', data[0] as Row<'appointments'>, 'start')
  const done = await office.act('jobs', await office.get('jobs', job.id), 'complete')
  const client = await pool.connect()
  await computeFacts(client, '1')
  client.release()
  const read = async (path: string) => (await server.get(`/api/v2/analytics/${path}`, key)).json()
  const day = (offset: number) =>
    new Date(Date.parse(String(done.completedAt)) + offset * 86_400_000).toISOString().slice(0, 10)
  // The day of its completion, in whichever time zone.
  const period = `from=${day(-1)}&to=${day(2)}`
  const metrics = 'completed_jobs,completed_revenue,average_job'
  const recent = (await read(`query?metrics=${metrics}&${period}`)) as MetricsAnswer
  expect(recent).toMatchObject({
    needs: [
      { metric: 'completed_revenue', data: 'accounting', jobs: 1 },
      { metric: 'average_job', data: 'accounting', jobs: 1 },
    ],
    totals: {
      completed_jobs: { value: '1' },
      completed_revenue: { value: null },
      average_job: { value: null },
    },
  })
  const rows = (await read(`rows?metric=completed_revenue&${period}`)) as { data: unknown[] }
  expect(rows.data).toEqual([
    expect.objectContaining({ resource: 'jobs', id: job.id, number: job.number, numerator: null }),
  ])
  const whole = (await read(`query?metrics=${metrics}&from=2026-01-01&to=${day(2)}`)) as MetricsAnswer
  const without = (await read(`query?metrics=${metrics}&from=2026-01-01&to=${day(-1)}`)) as MetricsAnswer
  expect(without.needs).toEqual([])
  expect(whole.totals.completed_revenue).toEqual(without.totals.completed_revenue)
  expect(whole.totals.average_job).toEqual(without.totals.average_job)
  expect(whole.needs).toEqual(recent.needs)
})
