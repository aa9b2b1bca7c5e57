import { setTimeout as sleep } from 'node:timers/promises'
import { channels } from 'db-migrations/protocol'
import type { Fault } from 'servicetitan-sandbox'
import { runHere } from '../support/command.ts'
import type { Random } from '../support/random.ts'
import type { Cast } from './cast.ts'
import { editedTables } from './edited-tables.ts'
import { type Stage, scale } from './stage.ts'

// What goes wrong: requests that fail before or after they are applied, or are applied late; killed workers, API and
// PostgreSQL; tokens that are revoked; feeds that come whenever they like; and domains that are to change sides.

/** Failures of a write, before or after it is applied. A late one is applied while ServiceTitan may still do so. */
const failuresOfWrites = (random: Random): Fault =>
  random.pick<Fault>([
    { applyThenFail: 500 },
    { applyThenFail: 'reset' },
    { applyThenFail: 'cut' },
    { applyLate: Math.round(random.int(70_000) * scale) },
    { applyLate: Math.round(random.int(70_000) * scale) },
    { status: 500 },
    { status: 503 },
    { html: true },
    { reset: true },
    { hang: true },
    { truncate: 'text' },
    { status: 429, retryAfter: 1 },
    { status: 401 },
    { status: 403 },
    { status: 409 },
    { status: 400 },
  ])

const failuresOfReads = (random: Random): Fault =>
  random.pick<Fault>([{ status: 500 }, { reset: true }, { truncate: true }, { html: true }])

/** Makes requests fail. */
export async function failRequests(cast: Cast, random: Random): Promise<void> {
  const { sandbox, id } = cast.stage.tenant
  while (!cast.isOver) {
    await sleep(random.int(500))
    const isWrite = random.next() < 0.75
    const method = isWrite ? random.pick(['PATCH', 'PATCH', 'PATCH', 'POST', 'DELETE']) : 'GET'
    const failure = isWrite ? failuresOfWrites(random) : failuresOfReads(random)
    sandbox.addFault({ method, path: `/*/v2/tenant/${id}/*`, after: random.int(2), times: 1, ...failure })
  }
}

const kinds = ['hot', 'hot', 'incremental', 'full', 'verify']

/** Requests runs of the edited tables. */
async function requestRuns({ pool, tenant }: Stage, kind: string): Promise<void> {
  const names = editedTables.map(({ table }) => `st_${table}`)
  await pool.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind)
     SELECT $1, table_name, $2 FROM unnest($3::text[]) AS wanted (table_name)
      WHERE NOT EXISTS (SELECT FROM raw.sync_requests AS open
                         WHERE open.tenant_id = $1 AND open.table_name = wanted.table_name AND open.status = 'pending')`,
    [tenant.tenantId, kind, names],
  )
  await pool.query(`SELECT pg_notify($1, '')`, [channels.syncRequests])
}

/** Brings what ServiceTitan has to the cache, now and then. */
export async function follow(cast: Cast, random: Random): Promise<void> {
  while (!cast.isOver) {
    const kind = random.pick(kinds)
    await sleep(random.int(1_000))
    // Not while PostgreSQL is down.
    await requestRuns(cast.stage, kind).catch(() => undefined)
  }
}

/** Kills what runs, and revokes tokens. @returns how often something was killed */
export async function kill({ stage, history }: Cast, random: Random, steps: number): Promise<number> {
  let kills = 0
  for (let step = 0; step < steps; step += 1) {
    await sleep(random.int(1_500))
    const what = random.pick(['worker', 'worker', 'worker', 'api', 'postgres', 'tokens'] as const)
    const place = random.int(stage.workers)
    history.add(`killing: ${what}`)
    if (what === 'tokens') stage.tenant.sandbox.revokeTokens()
    else if (what === 'worker') await stage.killWorker(place)
    else if (what === 'api') await stage.killApi()
    else await stage.crash()
    if (what !== 'tokens') kills += 1
    history.add(`killed: ${what}`)
  }
  return kills
}

/** Gives the edited domains to ServiceTitan alone, or back to both. @returns whether all were switched */
export async function switchDomains(
  { stage, history }: Pick<Cast, 'stage' | 'history'>,
  mode: 'hybrid' | 'servicetitan',
): Promise<boolean> {
  const { tenantId, env } = stage.tenant
  let isSwitched = true
  for (const domain of new Set(editedTables.map((table) => table.domain))) {
    const { code, stderr } = await runHere(
      ['domains', 'set', domain, mode, '--tenant', tenantId, '--yes'],
      env,
    )
    history.add(`${domain} to ${mode}: ${code === 0 ? 'switched' : stderr.trim()}`)
    isSwitched &&= code === 0
  }
  return isSwitched
}
