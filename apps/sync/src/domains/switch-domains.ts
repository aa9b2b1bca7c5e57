import { UsageError } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import { type Domain, type DomainMode, ownableDomains } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, actorText, recordEntries } from 'records'
import { syncedTables } from 'records/synced'
import { catchUp } from '../followers/catch-up.ts'
import { readFollowers } from '../followers/read-followers.ts'
import { type DomainState, lockDomains, ownedOf, readDomains, tablesOf } from '../owned/domains.ts'
import { recordsFollower } from '../projector/records-follower.ts'

/** A switch of domains that is wanted. */
export interface Switch {
  readonly tenantId: string
  readonly domains: readonly Domain[]
  readonly mode: DomainMode
}

/** What a switch would do. */
export interface SwitchPlan {
  /** The domains whose mode it changes. */
  readonly changes: readonly Domain[]
  /** The records that people could change then, by table. */
  readonly records: Readonly<Record<string, number>>
  /** Why it is refused; empty: it is not. */
  readonly obstacles: readonly string[]
}

/** What everyone who switches a domain to LAZI should know. */
export const oneWay =
  "From then on people change these records in LAZI, and nothing is exchanged: ServiceTitan's changes of them are not taken over, and ServiceTitan does not get LAZI's. There is no way back yet."

/** Plans a switch of domains; changes nothing. */
export async function planSwitch(
  client: pg.ClientBase,
  { tenantId, domains, mode }: Switch,
): Promise<SwitchPlan> {
  const states = await readDomains(client, tenantId)
  const changes = domains.filter((domain) => states.find((state) => state.domain === domain)?.mode !== mode)
  const tables = changes.flatMap(tablesOf)
  const records: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM lazi.${table} WHERE tenant_id = $1 AND deleted_at IS NULL`,
      [tenantId],
    )
    records[table] = rows[0]?.count ?? 0
  }
  const followers = await readFollowers(client, tenantId)
  const ready = followers.find(({ follower }) => follower === recordsFollower.name)?.ready ?? []
  const unready = tables.filter((table) => !ready.includes(table))
  const differing = await countDiffering(client, tenantId, tables)
  return { changes, records, obstacles: obstaclesOf(states, { domains, mode, changes, unready, differing }) }
}

function obstaclesOf(
  states: readonly DomainState[],
  {
    domains,
    mode,
    changes,
    unready,
    differing,
  }: Omit<Switch, 'tenantId'> &
    Pick<SwitchPlan, 'changes'> & { readonly unready: readonly string[]; readonly differing: number },
): string[] {
  if (changes.length === 0) return []
  const modeOf = (domain: Domain) => states.find((state) => state.domain === domain)?.mode
  if (mode !== 'lazi' && changes.some((domain) => modeOf(domain) === 'lazi'))
    return [
      'Records that LAZI owns cannot be given back to ServiceTitan yet: it would lose what people changed.',
    ]
  if (mode === 'hybrid') return hybridObstacles(changes, unready)
  const left = changes.some((domain) => modeOf(domain) === 'hybrid') ? differing : 0
  const notInStep =
    left === 0
      ? []
      : [`ServiceTitan lacks changes of ${left} records, or conflicts are open: pnpm sync outbox list`]
  if (mode === 'servicetitan') return notInStep
  const fixed = changes.filter((domain) => !ownableDomains.some((one) => one === domain))
  const ownsJobs = domains.includes('jobs') || ownedOf(states).includes('jobs')
  return [
    ...notInStep,
    ...(fixed.length > 0 ? [`These stay with ServiceTitan: ${fixed.join(', ')}.`] : []),
    ...(changes.includes('customers') && !ownsJobs
      ? ['Customers move to LAZI only together with jobs: name both, as customers,jobs.']
      : []),
    ...incomplete(unready),
  ]
}

/** The domains whose changes are exchanged. */
const exchanged: readonly Domain[] = [...new Set(syncedTables.map(({ record }) => record.domain))]

function hybridObstacles(changes: readonly Domain[], unready: readonly string[]): string[] {
  const others = changes.filter((domain) => !exchanged.includes(domain))
  return [
    ...(others.length > 0
      ? [`Only ${exchanged.join(' and ')} can be changed on both sides, and not: ${others.join(', ')}.`]
      : []),
    ...incomplete(unready),
  ]
}

const incomplete = (unready: readonly string[]) =>
  unready.length === 0
    ? []
    : [`These records are not complete yet: ${unready.join(', ')}. Sync the account first: pnpm sync run`]

/** How many records of tables have changes that ServiceTitan lacks, or open conflicts. */
async function countDiffering(
  client: pg.ClientBase,
  tenantId: string,
  tables: readonly string[],
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::integer AS count
       FROM (SELECT table_name, record_id FROM sync.outbox WHERE tenant_id = $1 AND table_name = ANY ($2)
              UNION
             SELECT table_name, record_id FROM sync.conflicts
              WHERE tenant_id = $1 AND table_name = ANY ($2) AND decision IS NULL) AS record`,
    [tenantId, tables],
  )
  return rows[0]?.count ?? 0
}

/**
 * Switches domains, in one transaction that waits for the changes and the projection that are under way. Before it, the
 * records are brought up to date with the cache; interrupted there, nothing was switched, and the same call resumes.
 * @returns the domains that were switched
 * @throws {UsageError} when it is refused, with every reason
 */
export async function switchDomains(
  client: pg.ClientBase,
  wanted: Switch,
  { act, signal }: { readonly act: Act; readonly signal: AbortSignal },
): Promise<readonly Domain[]> {
  const { tenantId, mode } = wanted
  await catchUp(client, recordsFollower, { tenantId, signal })
  return inTransaction(client, async () => {
    await lockDomains(client, tenantId, 'UPDATE')
    const { changes, obstacles } = await planSwitch(client, wanted)
    const before = new Map((await readDomains(client, tenantId)).map((state) => [state.domain, state.mode]))
    if (obstacles.length > 0) throw new UsageError(obstacles.join('\n'))
    if (changes.length === 0) return []
    await client.query(
      `UPDATE sync.domains SET mode = $3, since = $4, switched_by = $5
        WHERE tenant_id = $1 AND domain = ANY ($2)`,
      [tenantId, changes, mode, act.now, actorText(act.actor)],
    )
    await recordEntries(
      client,
      tenantId,
      act,
      changes.map((domain) => ({
        action: 'switch',
        entity: 'sync.domains',
        entityId: domain,
        changes: { mode: { old: before.get(domain) ?? null, new: mode } },
      })),
    )
    return changes
  })
}
