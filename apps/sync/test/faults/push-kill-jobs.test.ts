import { rescheduleAppointment } from 'records/writes'
import { expect, test } from 'vitest'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { runHere, startCommand } from '../support/command.ts'
import { count, rounds, seed, startClock } from '../support/effort.ts'
import { createRandom, type Random } from '../support/random.ts'
import { writeInLazi } from '../support/write-in-lazi.ts'

/** The waits of pushes in a twentieth: a request that takes longer is looked for. */
const waits = {
  SYNC_PUSH_REQUEST_LIMIT_MS: '5000',
  SYNC_PUSH_LOOK_AFTER_MS: '6000',
  SYNC_PUSH_LEASE_MS: '9000',
  SYNC_PUSH_RETRY_MS: '10',
  SYNC_PUSH_LONGEST_RETRY_MS: '500',
}

/** What a dispatcher wants of an appointment. */
interface Wanted {
  readonly startsAt: string
  readonly technicianIds: readonly string[]
}

let moves = 0

/** Moves appointments to new times, each another one, and to other technicians. */
async function move(
  account: Account,
  ids: readonly string[],
  {
    technicians,
    random,
    last,
  }: { technicians: readonly string[]; random: Random; last: Map<string, Wanted> },
): Promise<void> {
  for (const id of ids) {
    if (random.next() < 0.5) continue
    moves += 1
    const start = Date.parse('2026-08-01T08:00:00Z') + moves * 60_000
    const startsAt = new Date(start).toISOString()
    const first = random.int(technicians.length)
    const technicianIds = [first, first + 1].map((at) => String(technicians[at % technicians.length]))
    const { rows } = await account.database.pool.query(
      'SELECT version::text FROM lazi.appointments WHERE id = $1',
      [id],
    )
    const times = {
      startsAt,
      endsAt: new Date(start + 3_600_000).toISOString(),
      arrivalStartsAt: null,
      arrivalEndsAt: null,
    }
    const target = { reference: id, version: rows[0].version }
    await writeInLazi(account.database.pool, { tenantId, domains: ['jobs'], act: byTest() }, (write) =>
      rescheduleAppointment(write, target, { ...times, technicianIds, allowOverlap: true }),
    )
    last.set(id, { startsAt, technicianIds })
    account.sandbox.clock.advance(1_000)
  }
}

/** Fails some of the next writes before they are applied, or after. */
function disturb({ sandbox }: Account, random: Random): void {
  sandbox.clearFaults()
  for (const [method, path] of [
    ['PATCH', '*/reschedule'],
    ['POST', '*-technicians'],
  ] as const)
    for (const fault of [{ status: 500 }, { applyThenFail: 500 }, { applyThenFail: 'reset' }] as const)
      if (random.next() < 0.4) sandbox.addFault({ method, path, after: random.int(3), times: 1, ...fault })
}

test('SIGKILL of workers that send moves loses none, and doubles no technician', async () => {
  await using account = await openAccount()
  const { pool } = account.database
  await account.syncAll()
  await runHere(['project'], account.env)
  await runHere(['domains', 'set', 'jobs', 'hybrid', '--tenant', tenantId, '--yes'], account.env)
  const { rows } = await pool.query<{ id: string; stId: string }>(
    `SELECT visit.id::text, visit.st_id::text AS "stId" FROM lazi.appointments AS visit
       JOIN lazi.jobs AS job ON job.id = visit.job_id AND job.status = 'Scheduled'
      WHERE visit.active AND visit.status = 'Scheduled' ORDER BY visit.st_id LIMIT 6`,
  )
  const { rows: people } = await pool.query<{ id: string; stId: string }>(
    `SELECT id::text, st_id::text AS "stId" FROM lazi.technicians WHERE active ORDER BY st_id LIMIT 4`,
  )
  const ids = rows.map(({ id }) => id)
  const random = createRandom(seed)
  const hasTime = startClock()
  const last = new Map<string, Wanted>()
  const moving = { technicians: people.map(({ id }) => id), random, last }
  let kills = 0
  for (let round = 0; round < rounds(3, 100) && hasTime(); round += 1) {
    disturb(account, random)
    await move(account, ids, moving)
    const { child, result } = startCommand(['worker'], { ...account.env, ...waits })
    // After some of its requests; those of the next round meet what is left of this one.
    const until = account.sandbox.book.length + random.int(4)
    await move(account, ids, moving)
    await expect.poll(() => account.sandbox.book.length, { interval: 5 }).toBeGreaterThanOrEqual(until)
    child.kill('SIGKILL')
    if ((await result).signal === 'SIGKILL') kills += 1
  }
  account.sandbox.clearFaults()
  const { child, result } = startCommand(['worker'], { ...account.env, ...waits })
  try {
    await expect
      .poll(
        async () => {
          // The feeds withhold changes for minutes.
          account.sandbox.clock.advance(60_000)
          return (await pool.query(`SELECT state, error FROM sync.outbox WHERE table_name = 'appointments'`))
            .rows
        },
        { interval: 100 },
      )
      .toEqual([])
  } finally {
    child.kill('SIGKILL')
    await result
  }
  count('kills of workers that send moves', kills)

  const stIdOf = new Map([...rows, ...people].map(({ id, stId }) => [id, stId]))
  const assignments = [...account.sandbox.records(Number(tenantId), 'appointment-assignments')]
  for (const [id, { startsAt, technicianIds }] of last) {
    const stId = stIdOf.get(id)
    const there = account.sandbox.record(Number(tenantId), 'appointments', Number(stId))
    const booked = assignments
      .filter(({ appointmentId, active }) => active && String(appointmentId) === stId)
      .map(({ technicianId }) => String(technicianId))
    expect({ seed, id, at: Date.parse(there?.start ?? ''), booked: booked.toSorted() }).toEqual({
      seed,
      id,
      at: Date.parse(startsAt),
      booked: technicianIds.map((one) => stIdOf.get(one)).toSorted(),
    })
  }
  const times = account.sandbox.book
    .filter(({ by, path }) => by === 'api' && path.endsWith('/reschedule'))
    .map(({ values }) => String(values.start))
  expect({ seed, twice: times.filter((time, index) => times.indexOf(time) !== index) }).toEqual({
    seed,
    twice: [],
  })
  expect((await pool.query('SELECT field FROM sync.conflicts')).rows).toEqual([])
})
