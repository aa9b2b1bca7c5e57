import pg from 'pg'
import { assignTechnicians, cancelJob, unassignTechnicians } from 'records/writes'
import { recordAt, writeAsPerson } from './person-writes.ts'

/**
 * What a dispatcher does while both sides change jobs: technicians are assigned and unassigned, a job is canceled, and an
 * appointment is removed that ServiceTitan keeps, because it is the only one of its job.
 * @param push sends what is due
 */
export async function exchangeJobs(databaseUrl: string, push: () => Promise<void>): Promise<void> {
  const people = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  const admin = new pg.Client({ connectionString: databaseUrl })
  await admin.connect()
  const read = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row> => {
    const [row] = (await admin.query<Row>(sql, values)).rows
    if (row === undefined) throw new Error(`Expected a row from: ${sql}`)
    return row
  }
  try {
    const { id, jobId } = await read<{ id: string; jobId: string }>(
      `SELECT visit.id, job.id AS "jobId" FROM lazi.appointments AS visit JOIN lazi.jobs AS job ON job.id = visit.job_id
        WHERE visit.active AND visit.status = 'Scheduled' AND job.status = 'Scheduled' AND job.appointment_count = 1
        ORDER BY visit.st_id DESC LIMIT 1`,
    )
    const { technician } = await read<{ technician: string }>(
      `SELECT id AS technician FROM lazi.technicians
        WHERE active AND id <> ALL (SELECT unnest(technician_ids) FROM lazi.appointments WHERE id = $1) LIMIT 1`,
      [id],
    )
    const domains = ['jobs'] as const
    const target = () => recordAt(admin, 'appointments', id)
    const booked = await target()
    const wanted = { technicianIds: [technician], allowOverlap: true }
    await writeAsPerson(people, (write) => assignTechnicians(write, booked, wanted), { domains })
    await push()
    const freed = await target()
    await writeAsPerson(people, (write) => unassignTechnicians(write, freed, [technician]), { domains })
    // LAZI refuses to remove the only appointment of a job; ServiceTitan, too.
    await admin.query(
      `UPDATE sync.outbox SET op = 'delete' WHERE table_name = 'appointments' AND record_id = $1`,
      [id],
    )
    await push()
    const job = await recordAt(admin, 'jobs', jobId)
    const { reasonId } = await read<{ reasonId: string }>(
      'SELECT id AS "reasonId" FROM lazi.job_cancel_reasons WHERE active LIMIT 1',
    )
    await writeAsPerson(people, (write) => cancelJob(write, job, { reasonId, memo: 'Sold' }), { domains })
    await push()
  } finally {
    await people.end()
    await admin.end()
  }
}
