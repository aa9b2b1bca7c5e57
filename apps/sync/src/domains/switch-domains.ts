import { UsageError } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import { channels, type Domain } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, actorText, recordEntries } from 'records'
import { catchUp } from '../followers/catch-up.ts'
import { lockDomains, readDomains, readIdentity, tablesOf } from '../owned/domains.ts'
import { recordsFollower } from '../projector/records-follower.ts'
import { movingOf, type Waiting, waitForPushes } from './changes-left.ts'
import { discardChanges } from './discard-changes.ts'
import { planSwitch, type Switch } from './plan-switch.ts'

export interface SwitchOptions extends Waiting {
  readonly act: Act
}

/**
 * Switches domains, in one transaction that waits for the changes and the projection that are under way. Before it, the
 * records are brought up to date with the cache, and what ServiceTitan lacks of a domain that leaves mode hybrid is sent;
 * interrupted there, nothing was switched, and the same call resumes.
 * @returns the domains that were switched
 * @throws {UsageError} when it is refused, with every reason
 */
export async function switchDomains(
  client: pg.ClientBase,
  wanted: Switch,
  options: SwitchOptions,
): Promise<readonly Domain[]> {
  const { tenantId } = wanted
  await catchUp(client, recordsFollower, { tenantId, signal: options.signal })
  for (;;) {
    const { leaving } = await planSwitch(client, wanted)
    const isAtRest = await waitForPushes(client, { tenantId, domains: leaving }, options)
    const switched = await inTransaction(client, () => trySwitch(client, wanted, options.act, isAtRest))
    if (switched !== null) return switched
  }
}

/**
 * @param isAtRest whether nothing was to be sent just before: what was changed since is sent first
 * @returns null when something was changed since
 */
async function trySwitch(
  client: pg.ClientBase,
  wanted: Switch,
  act: Act,
  isAtRest: boolean,
): Promise<readonly Domain[] | null> {
  const { tenantId, mode, discards = false } = wanted
  await lockDomains(client, tenantId, 'UPDATE')
  const { changes, obstacles, unsent, left } = await planSwitch(client, wanted)
  const reasons = unsent === null ? obstacles : [...obstacles, unsent]
  if (isAtRest && obstacles.length === 0 && left !== null && movingOf(left.records) > 0) return null
  if (reasons.length > 0) throw new UsageError(reasons.join('\n'))
  if (changes.length === 0) return []
  const before = new Map((await readDomains(client, tenantId)).map((state) => [state.domain, state.mode]))
  if (discards && left !== null) await discardChanges(client, { tenantId, domains: changes, act })
  if (mode === 'hybrid') await sendKept(client, tenantId, changes, act.now)
  await client.query(
    `UPDATE sync.domains SET mode = $3, since = $4, switched_by = $5, paused_at = NULL, paused_by = NULL, sends_from = $6
      WHERE tenant_id = $1 AND domain = ANY ($2)`,
    [
      tenantId,
      changes,
      mode,
      act.now,
      actorText(act.actor),
      mode === 'hybrid' ? await readIdentity(client) : null,
    ],
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
}

/** What LAZI kept when the domains left mode hybrid: records that ServiceTitan lacks are created there now. */
async function sendKept(
  client: pg.ClientBase,
  tenantId: string,
  domains: readonly Domain[],
  now: Date,
): Promise<void> {
  await client.query(
    `UPDATE sync.outbox SET state = 'pending', due_at = $3, updated_at = $3
      WHERE tenant_id = $1 AND table_name = ANY ($2) AND state = 'kept'`,
    [tenantId, domains.flatMap(tablesOf), now],
  )
  await client.query(`SELECT pg_notify($1, '')`, [channels.pushes])
}
