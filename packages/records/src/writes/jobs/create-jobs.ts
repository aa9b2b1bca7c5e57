import { appointmentFields, jobFields } from '../../fields/jobs.ts'
import { referencesIn } from '../change-record.ts'
import {
  type Created,
  createdBefore,
  createOnce,
  enterCreation,
  type Inserted,
  initialValues,
  insertRecord,
} from '../create-record.ts'
import { InvalidValuesError, RefusedChangeError } from '../errors.ts'
import { lockParents, type NewReference } from '../lock-parents.ts'
import type { RecordWrite } from '../record-write.ts'
import { idOf, type StoredRecord } from '../stored-record.ts'
import { assertFree } from './assert-free.ts'
import { assertTimes, insertAssignments, lockTechnicians } from './bookings.ts'
import { assertLocationOf } from './change-job.ts'
import { followAppointments, lockJob } from './derive-job.ts'

type Values = Readonly<Record<string, unknown>>

/** A new appointment. */
export interface NewAppointment {
  /** The id that the client chose, so that it can repeat the request. @default a new one */
  readonly id?: string | undefined
  readonly startsAt: string
  readonly endsAt: string
  readonly arrivalStartsAt: string | null
  readonly arrivalEndsAt: string | null
  readonly specialInstructions: string | null
  readonly technicianIds: readonly string[]
  /** Whether the technicians may have other bookings then. */
  readonly allowOverlap: boolean
}

/** A new job, with its appointments: at least one. */
export interface NewJob {
  /** The id that the client chose, so that it can repeat the request. @default a new one */
  readonly id?: string | undefined
  readonly values: Values
  readonly appointments: readonly NewAppointment[]
}

const withoutCampaign = { path: 'campaignId', message: 'ServiceTitan has no job without one' }

/**
 * Creates a job with its appointments, and books their technicians.
 * @throws {WriteError} when values are invalid, a technician has another booking then, or another job has the id
 * @example
 * const { id } = await createJob(write, { values: { customerId, locationId, … }, appointments: [visit] })
 */
export async function createJob(write: RecordWrite, { id, values, appointments }: NewJob): Promise<Created> {
  if (values.campaignId == null) write.refuseInHybrid(new InvalidValuesError([withoutCampaign]))
  const visits = appointments.toSorted((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt))
  for (const [index, visit] of appointments.entries()) assertTimes(visit, `appointments.${index}.`)
  const creation = {
    table: jobFields,
    content: initialValues(jobFields, values),
    children: { table: appointmentFields.table, contents: visits.map(contentOf) },
  }
  const before = await createdBefore(write, creation, id)
  if (before !== null) return before
  await lockTechnicians(
    write,
    visits.flatMap(({ technicianIds }) => technicianIds),
  )
  await lockParents(write, [
    ...referencesIn(jobFields, values),
    ...appointments.flatMap((visit, index) => technicianReferences(visit, `appointments.${index}.`)),
  ])
  await assertLocationOf(write, values)
  const number = await nextNumber(write)
  const record = { id, values, others: { ...numberColumn(number), ...planOf(visits) } }
  return createOnce(write, creation, record, async (created) => {
    const job = { id: created, number, customerId: String(values.customerId) }
    for (const [index, visit] of visits.entries()) {
      const { id, changes } = await insertAppointment(write, job, visit, index + 1)
      write.enterOther(appointmentFields.table, id, changes)
    }
  })
}

/**
 * Adds an appointment to a job, and books its technicians.
 * @throws {WriteError} when there is no such job, it is completed or canceled, or a technician has another booking then
 */
export async function createAppointment(
  write: RecordWrite,
  jobReference: string,
  visit: NewAppointment,
): Promise<Created> {
  assertTimes(visit)
  const jobId = await idOf(write, 'jobs', jobReference)
  const creation = { table: appointmentFields, content: { jobId, ...contentOf(visit) } }
  const before = await createdBefore(write, creation, visit.id)
  if (before !== null) return before
  await lockTechnicians(write, visit.technicianIds)
  await lockParents(write, technicianReferences(visit))
  const job = await lockJob(write, jobId)
  // The same request at the same time had the job locked.
  const meanwhile = await createdBefore(write, creation, visit.id)
  if (meanwhile !== null) return meanwhile
  const count = await countAppointments(write, job)
  const { status, number, customerId } = job.values
  if (status === 'Completed' || status === 'Canceled')
    throw new RefusedChangeError(
      `The job is ${status}: ${status === 'Completed' ? 'reopen' : 'restore'} it first.`,
    )
  const of = {
    id: job.id,
    number: String(number),
    customerId: customerId === null ? null : String(customerId),
  }
  const inserted = await insertAppointment(write, of, visit, count + 1)
  await followAppointments(write, job)
  enterCreation(write, appointmentFields, inserted)
  return { id: inserted.id, isNew: true }
}

const technicianReferences = ({ technicianIds }: NewAppointment, prefix = ''): NewReference[] =>
  technicianIds.map((id, index) => ({ path: `${prefix}technicianIds.${index}`, of: 'technicians', id }))

/** What the entry of a creation has of an appointment. */
function contentOf({ id: _, technicianIds, allowOverlap, ...visit }: NewAppointment): Values {
  return { ...visit, technicianIds: listOf(technicianIds), allowOverlap: allowOverlap || null }
}

/** The technicians of an appointment as its column has them: bounded, because an index contains it. */
function listOf(technicianIds: readonly string[]): readonly string[] | null {
  const ids = [...new Set(technicianIds)].slice(0, 100)
  return ids.length > 0 ? ids : null
}

async function nextNumber({ client, tenantId }: RecordWrite): Promise<string> {
  const { rows } = await client.query<{ number: string }>(
    `INSERT INTO lazi.job_numbers AS given (tenant_id, last_number) VALUES ($1, 1)
     ON CONFLICT (tenant_id) DO UPDATE SET last_number = given.last_number + 1
     RETURNING 'L' || last_number AS number`,
    [tenantId],
  )
  return (rows[0] as { number: string }).number
}

const numberColumn = (number: string) => ({ number: { value: number, kind: 'text' as const } })

/** What follows from the appointments of a new job, so that it is inserted with it. */
function planOf(visits: readonly NewAppointment[]) {
  const starts = visits.map(({ startsAt }) => startsAt).toSorted()[0] ?? null
  const ends =
    visits
      .map(({ endsAt }) => endsAt)
      .toSorted()
      .at(-1) ?? null
  const minutes = starts && ends ? Math.round((Date.parse(ends) - Date.parse(starts)) / 60_000) : null
  return {
    status: { value: 'Scheduled', kind: 'text' },
    scheduledStart: { value: starts, kind: 'instant' },
    scheduledEnd: { value: ends, kind: 'instant' },
    duration: { value: minutes, kind: 'integer' },
    appointmentCount: { value: visits.length, kind: 'integer' },
  } as const
}

interface JobOfVisit {
  readonly id: string
  readonly number: string
  readonly customerId: string | null
}

async function insertAppointment(
  write: RecordWrite,
  job: JobOfVisit,
  visit: NewAppointment,
  place: number,
): Promise<Inserted> {
  const { technicianIds, allowOverlap, id: wanted, ...values } = visit
  const ids = [...new Set(technicianIds)]
  const inserted = await insertRecord(write, appointmentFields, {
    id: wanted,
    values: { ...values, jobId: job.id },
    others: {
      active: { value: true, kind: 'boolean' },
      customerId: { value: job.customerId, kind: 'uuid' },
      number: { value: `${job.number}-${place}`, kind: 'text' },
      status: { value: 'Scheduled', kind: 'text' },
      isConfirmed: { value: false, kind: 'boolean' },
      unused: { value: false, kind: 'boolean' },
      technicianId: { value: ids[0] ?? null, kind: 'uuid' },
      technicianIds: { value: listOf(technicianIds), kind: 'uuids' },
    },
  })
  if (inserted === null) throw new RefusedChangeError(`There is another appointment with the id ${wanted}.`)
  // The bookings that were just made count too.
  if (!allowOverlap) await assertFree(write, { ...values, technicianIds: ids })
  await insertAssignments(
    write,
    { id: inserted.id, jobId: job.id, status: 'Scheduled', startsAt: visit.startsAt, endsAt: visit.endsAt },
    ids,
    allowOverlap,
  )
  return allowOverlap
    ? { ...inserted, changes: { ...inserted.changes, allowOverlap: { new: true } } }
    : inserted
}

/** All appointments that a job ever had, so that no number is given twice. */
async function countAppointments({ client, tenantId }: RecordWrite, job: StoredRecord): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM lazi.appointments WHERE tenant_id = $1 AND job_id = $2',
    [tenantId, job.id],
  )
  return rows[0]?.count ?? 0
}
