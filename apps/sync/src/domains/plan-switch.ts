import { counted } from 'cli-kit'
import { type Domain, type DomainMode, ownableDomains } from 'db-migrations/protocol'
import type pg from 'pg'
import { syncedTables } from 'records/synced'
import { readFollowers } from '../followers/read-followers.ts'
import { type DomainState, ownedOf, readDomains, tablesOf } from '../owned/domains.ts'
import { recordsFollower } from '../projector/records-follower.ts'
import { type ChangesLeft, isNothing, readChangesLeft } from './changes-left.ts'

/** A switch of domains that is wanted. */
export interface Switch {
  readonly tenantId: string
  readonly domains: readonly Domain[]
  readonly mode: DomainMode
  /** Whether changes that ServiceTitan lacks are given up. @default false */
  readonly discards?: boolean
}

/** What a switch would do. */
export interface SwitchPlan {
  /** The domains whose mode it changes. */
  readonly changes: readonly Domain[]
  /** Those of them whose records both sides change so far. */
  readonly leaving: readonly Domain[]
  /** The records that people could change then, by table. */
  readonly records: Readonly<Record<string, number>>
  /** What ServiceTitan lacks of the domains that leave mode hybrid; null: none does. */
  readonly left: ChangesLeft | null
  /** Why it is refused, whatever is sent before; empty: it is not. */
  readonly obstacles: readonly string[]
  /** Why it is refused as long as ServiceTitan lacks changes; null: it is not. */
  readonly unsent: string | null
}

/** What everyone who switches a domain to LAZI should know. */
export const oneWay =
  "From then on people change these records in LAZI, and nothing is exchanged: ServiceTitan's changes of them are not taken over, and ServiceTitan does not get LAZI's. There is no way back yet."

/** Plans a switch of domains; changes nothing. */
export async function planSwitch(client: pg.ClientBase, wanted: Switch): Promise<SwitchPlan> {
  const { tenantId, domains, mode, discards = false } = wanted
  const states = await readDomains(client, tenantId)
  const modeOf = (domain: Domain) => states.find((state) => state.domain === domain)?.mode
  const changes = domains.filter((domain) => modeOf(domain) !== mode)
  const tables = changes.flatMap(tablesOf)
  const followers = await readFollowers(client, tenantId)
  const ready = followers.find(({ follower }) => follower === recordsFollower.name)?.ready ?? []
  const unready = tables.filter((table) => !ready.includes(table))
  const leaving = changes.filter((domain) => modeOf(domain) === 'hybrid')
  const left =
    leaving.length === 0 ? null : await readChangesLeft(client, tenantId, leaving.flatMap(tablesOf))
  return {
    changes,
    leaving,
    records: await countRecords(client, tenantId, tables),
    left,
    obstacles: obstaclesOf(states, { domains, mode, changes, unready }),
    unsent: left === null ? null : reasonToWait(left, tenantId, discards),
  }
}

async function countRecords(
  client: pg.ClientBase,
  tenantId: string,
  tables: readonly string[],
): Promise<Record<string, number>> {
  const records: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM lazi.${table} WHERE tenant_id = $1 AND deleted_at IS NULL`,
      [tenantId],
    )
    records[table] = rows[0]?.count ?? 0
  }
  return records
}

function obstaclesOf(
  states: readonly DomainState[],
  {
    domains,
    mode,
    changes,
    unready,
  }: Omit<Switch, 'tenantId'> &
    Pick<SwitchPlan, 'changes'> & {
      readonly unready: readonly string[]
    },
): string[] {
  if (changes.length === 0) return []
  const modeOf = (domain: Domain) => states.find((state) => state.domain === domain)?.mode
  if (mode !== 'lazi' && changes.some((domain) => modeOf(domain) === 'lazi'))
    return [
      'Records that LAZI owns cannot be given back to ServiceTitan yet: it would lose what people changed.',
    ]
  if (mode === 'hybrid') return hybridObstacles(changes, unready)
  if (mode === 'servicetitan') return []
  const fixed = changes.filter((domain) => !ownableDomains.some((one) => one === domain))
  const ownsJobs = domains.includes('jobs') || ownedOf(states).includes('jobs')
  return [
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

/** Why domains cannot leave mode hybrid as they are; null: they can. */
function reasonToWait(left: ChangesLeft, tenantId: string, discards: boolean): string | null {
  if (isNothing(left)) return null
  if (!discards)
    return `ServiceTitan lacks changes of ${counted(total(left), 'record')}, or conflicts are open. See them: pnpm sync outbox list --tenant ${tenantId}; to give them up: --discard`
  if (left.unanswered > 0)
    return `ServiceTitan may have received ${counted(left.unanswered, 'record')} that only one side has: it is looked for within minutes, and cannot be given up before.`
  if (left.assigned > 0)
    return `${counted(left.assigned, 'appointment has', 'appointments have')} other technicians than in ServiceTitan, which cannot be given up: assign those of ServiceTitan, or send them again.`
  if (left.deleted > 0)
    return `${counted(left.deleted, 'record was', 'records were')} removed in LAZI, which cannot be given up: send them again, or restore them.`
  return null
}

const total = ({ records }: ChangesLeft) => Object.values(records).reduce((sum, count) => sum + count, 0)
