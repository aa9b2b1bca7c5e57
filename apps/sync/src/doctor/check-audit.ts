import { isStillBroken } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Strength, verifyAgain } from '../audit/verify/read-verifications.ts'
import { ago } from '../status/time-text.ts'
import { type Check, failed, ok, warning } from './check.ts'

/** A log is sealed each minute; an entry that is not sealed after this time needs attention, in milliseconds. */
const LONGEST_UNSEALED_MS = 10 * 60_000

/** A verification that found the log changed, and that none of its strength has contradicted since. */
interface Broken extends Omit<Strength, 'tenantId'> {
  readonly firstBadSeq: string | null
  readonly detail: string | null
}

interface LogState {
  readonly tenantId: string
  readonly size: string | null
  readonly isSigned: boolean | null
  readonly unsealedSince: Date | null
  readonly exportError: string | null
  readonly broken: Broken | null
}

/** Checks the audit log of every tenant, and of the installation: sealed, signed, exported, and not found broken. */
export async function checkAudit(client: pg.ClientBase): Promise<Check[]> {
  const { rows } = await client.query<LogState>(
    `SELECT position.tenant_id AS "tenantId", seal.size, seal.signed AS "isSigned", unsealed.at AS "unsealedSince",
            failure.export_error AS "exportError", broken.result AS broken
       FROM (SELECT tenant_id FROM audit.positions UNION SELECT tenant_id FROM audit.verifications) AS position
       LEFT JOIN LATERAL (
         SELECT size, note LIKE E'%\\n\\n— %' AS signed FROM audit.seals
          WHERE tenant_id = position.tenant_id ORDER BY size DESC LIMIT 1) AS seal ON true
       LEFT JOIN LATERAL (
         SELECT at FROM audit.entries WHERE tenant_id = position.tenant_id AND seq > coalesce(seal.size, 0)
          ORDER BY seq LIMIT 1) AS unsealed ON true
       LEFT JOIN LATERAL (
         SELECT export_error FROM audit.seals
          WHERE tenant_id = position.tenant_id AND exported_at IS NULL ORDER BY size LIMIT 1) AS failure ON true
       LEFT JOIN LATERAL (
         SELECT json_build_object('options', options, 'checkpointSize', checkpoint_size::text,
                                  'firstBadSeq', first_bad_seq::text, 'detail', detail) AS result
           FROM audit.verifications AS found
          WHERE tenant_id = position.tenant_id AND ${isStillBroken('found')}
          ORDER BY verified_at DESC LIMIT 1) AS broken ON true
      ORDER BY position.tenant_id`,
  )
  return rows.flatMap((log) => checkLog(log, Date.now()))
}

function checkLog(log: LogState, now: number): Check[] {
  const { tenantId, unsealedSince, exportError, broken } = log
  const name = `audit log of ${tenantId === '0' ? 'the installation' : `tenant ${tenantId}`}`
  const checks: Check[] = []
  if (broken !== null) {
    const where = broken.firstBadSeq === null ? '' : ` from entry ${broken.firstBadSeq}`
    const advice = `Verify it again: ${verifyAgain({ ...broken, tenantId })}`
    checks.push(failed(name, `was changed${where}: ${broken.detail}`, advice))
  }
  if (exportError !== null) {
    checks.push(
      failed(name, `a seal is not exported: ${exportError}`, 'See LAZI_AUDIT_EXPORT_FILE in .env.example'),
    )
  }
  if (unsealedSince !== null && now - unsealedSince.getTime() > LONGEST_UNSEALED_MS) {
    checks.push(
      warning(
        name,
        `an entry of ${ago(unsealedSince, now)} is not sealed`,
        'Start a worker, or seal it once: pnpm sync audit checkpoint',
      ),
    )
  }
  if (log.isSigned === false) {
    checks.push(
      warning(name, `sealed to entry ${log.size}, unsigned`, 'Set LAZI_AUDIT_KEY_FILE, see .env.example'),
    )
  }
  if (checks.length > 0) return checks
  return [ok(name, log.size === null ? 'nothing is sealed yet' : `sealed to entry ${log.size}`)]
}
