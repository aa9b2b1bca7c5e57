import { cancelJob, restoreJob } from 'records/writes'
import { expect, test } from 'vitest'
import { checkFacts } from '../../src/analytics/check-facts.ts'
import { createOwnPerson, inLazi } from '../support/in-lazi.ts'
import { openPerson } from '../support/person.ts'

test('a job that is canceled in LAZI is a cancellation with its reason, until it is restored', async () => {
  await using person = await openPerson()
  const lazi = inLazi(person)
  const { query, sync, tenant } = person
  await tenant.syncAll()
  await sync('project')
  await lazi.own()
  const { canceled } = await createOwnPerson(lazi)
  const known = await lazi.anyOf('jobs', `source = 'servicetitan' AND status = 'Scheduled'`)
  const reasonId = await lazi.anyOf('job_cancel_reasons', `st_id IS NOT NULL`)
  const target = async (reference: string) => {
    const [{ version }] = await query('SELECT version::text FROM lazi.jobs WHERE id = $1', [reference])
    return { reference, version }
  }
  await lazi.write(async (opened) =>
    cancelJob(opened, await target(known), { reasonId, memo: 'Sold the house' }),
  )
  // By the feed, of facts that are complete.
  const facts = async () => {
    expect(await sync('analytics', 'refresh')).toMatchObject({ code: 0 })
    const { facts: found } = await tenant.pool.connect().then(async (client) => {
      try {
        return await checkFacts(client, tenant.tenantId)
      } finally {
        client.release()
      }
    })
    expect(found.find(({ fact }) => fact === 'cancellations')).toMatchObject({
      absent: 0,
      differing: 0,
      extra: 0,
    })
    return query(
      `SELECT fact.job_id::text AS id, fact.reason_id::text AS reason FROM analytics.cancellations AS fact
         JOIN lazi.jobs AS job ON job.id = fact.cancellation_id ORDER BY 1`,
    )
  }
  const expected = [
    { id: canceled.id, reason: reasonId },
    { id: known, reason: reasonId },
  ].toSorted((one, other) => (one.id < other.id ? -1 : 1))
  expect(await facts()).toEqual(expected)

  await lazi.write(async (opened) => restoreJob(opened, await target(canceled.id)))
  expect(await facts()).toEqual([{ id: known, reason: reasonId }])
})
