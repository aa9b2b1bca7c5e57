import type pg from 'pg'
import { assignTechnicians } from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { switchDomains } from '../../src/domains/switch-domains.ts'
import { catchUp } from '../../src/followers/catch-up.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { runHere } from '../support/command.ts'
import { copyRow, publishRows } from '../support/copy-row.ts'
import { recordAt, writeAsPerson } from '../support/person-writes.ts'
import { connect } from '../support/tenant.ts'
import { expectVerified } from '../support/verified.ts'

// References of records that LAZI owns to records of ServiceTitan that arrive later are filled in, and nothing else.

let account: Account
let client: pg.Client
/** The job that waits for the first of these business units at the switch. */
const waitingJob = '99000900'
const lateUnits = ['99000901', '99000902'] as const

const { signal } = new AbortController()
const project = () => catchUp(client, recordsFollower, { tenantId, signal })
const read = async (sql: string, values: readonly unknown[] = []) =>
  (await client.query(sql, [...values])).rows
const firstOf = async (table: string) =>
  String((await read(`SELECT min(st_id)::text AS id FROM raw.${table}`))[0].id)
const adopt = (table: string, id: string) =>
  runHere(['domains', 'adopt', table, id, '--tenant', tenantId], account.env)

beforeAll(async () => {
  account = await openAccount({ exportPageSize: 500 })
  await account.syncAll()
  client = await connect(account.database.url)
  await project()
  const late = { business_unit_id: lateUnits[0], status: 'Completed' }
  await copyRow(client, { table: 'st_jobs', from: await firstOf('st_jobs'), to: waitingJob }, late)
  await project()
  const wanted = { tenantId, domains: ['customers', 'jobs'], mode: 'lazi' } as const
  await switchDomains(client, wanted, { act: byTest(), signal })
})
afterAll(async () => {
  await client.end()
  await account.close()
})

test('the business unit of a job that waited at the switch, and of one that was taken over', async () => {
  const adoptedJob = '99000701'
  const from = await firstOf('st_jobs')
  const late = { business_unit_id: lateUnits[1], status: 'Completed' }
  await copyRow(client, { table: 'st_jobs', from, to: adoptedJob }, late)
  // ServiceTitan changes the other one meanwhile: its summary is not taken over, and it still waits.
  await client.query(`UPDATE raw.st_jobs SET summary = 'Changed there' WHERE st_id = $1`, [waitingJob])
  await publishRows(client, 'st_jobs', 'update', [waitingJob])
  await project()
  expect(await adopt('jobs', adoptedJob)).toMatchObject({ code: 0 })
  const jobs = `SELECT job.st_id::text AS job, unit.st_id::text AS unit, job.version::integer
                  FROM lazi.jobs AS job LEFT JOIN lazi.business_units AS unit ON unit.id = job.business_unit_id
                 WHERE job.st_id = ANY ($1) ORDER BY 1`
  const both = [[adoptedJob, waitingJob]]
  expect(await read(jobs, both)).toEqual([
    { job: adoptedJob, unit: null, version: 1 },
    { job: waitingJob, unit: null, version: 1 },
  ])

  for (const to of lateUnits)
    await copyRow(client, { table: 'st_business_units', from: await firstOf('st_business_units'), to })
  await project()
  expect(await read(jobs, both)).toEqual([
    { job: adoptedJob, unit: lateUnits[1], version: 2 },
    { job: waitingJob, unit: lateUnits[0], version: 2 },
  ])
  expect(await read(`SELECT FROM sync.waiting WHERE needs_st_id = ANY ($1)`, [lateUnits])).toEqual([])
  const changed = `(SELECT id FROM lazi.jobs WHERE st_id IN (${adoptedJob}, ${waitingJob}))`
  expect(
    await read(
      `SELECT actor, changed_paths AS changed FROM lazi.changes WHERE op = 'update' AND id IN ${changed}`,
    ),
  ).toEqual(Array(2).fill({ actor: 'servicetitan', changed: ['business_unit_id'] }))
  expect(await read(`SELECT FROM sync.outbox WHERE record_id IN ${changed}`)).toEqual([])
  expect(await read(`SELECT summary FROM lazi.jobs WHERE st_id = ${waitingJob}`)).not.toEqual([
    { summary: 'Changed there' },
  ])
  await expectVerified(account)
})

test('the technician of an assignment, with the technicians of its appointment', async () => {
  const [visit] = await read(
    `SELECT visit.id::text, assignment.st_id::text AS "assignmentStId" FROM lazi.appointments AS visit
       JOIN lazi.jobs AS job ON job.id = visit.job_id
       JOIN lazi.appointment_assignments AS assignment ON assignment.appointment_id = visit.id AND assignment.active
      WHERE visit.status = 'Scheduled' AND job.status = 'Scheduled' ORDER BY visit.id LIMIT 1`,
  )
  const technician_id = '99000903'
  await copyRow(
    client,
    { table: 'st_appointment_assignments', from: visit.assignmentStId, to: '99000904' },
    { technician_id },
  )
  await project()
  expect(await adopt('appointment_assignments', '99000904')).toMatchObject({ code: 0 })
  const technicians = async (): Promise<string[]> =>
    (await read('SELECT technician_ids::text[] AS ids FROM lazi.appointments WHERE id = $1', [visit.id]))[0]
      .ids
  // The entry of this change says who is booked: the next one says it anew.
  const [own] = await read('SELECT id::text FROM lazi.technicians WHERE active AND id <> ALL ($1) LIMIT 1', [
    await technicians(),
  ])
  await writeAsPerson(account.database.pool, async (opened) =>
    assignTechnicians(opened, await recordAt(client, 'appointments', visit.id), {
      technicianIds: [own.id],
      allowOverlap: true,
    }),
  )
  const before = await technicians()
  await copyRow(client, {
    table: 'st_technicians',
    from: await firstOf('st_technicians'),
    to: technician_id,
  })
  await project()
  const [late] = await read('SELECT id::text FROM lazi.technicians WHERE st_id = $1', [technician_id])
  expect((await technicians()).toSorted()).toEqual([...before, late.id].toSorted())
  expect(
    await read('SELECT is_live FROM lazi.appointment_assignments WHERE technician_id = $1', [late.id]),
  ).toEqual([{ is_live: true }])
  await expectVerified(account)
})
