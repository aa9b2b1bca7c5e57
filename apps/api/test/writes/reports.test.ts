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
