/** `audit.entries.actor_kind`: what acts. cli: a command that a person runs; system: the software by itself. */
export const actorKinds = ['servicetitan', 'key', 'cli', 'worker', 'system'] as const

export type ActorKind = (typeof actorKinds)[number]

/** `audit.entries.action`: what was done. */
export const auditActions = [
  'create',
  'update',
  'delete',
  'restore',
  'revoke',
  'request',
  'replay',
  'drop',
  'reset',
  'rebuild',
  'pause',
  'resume',
  'login',
  'logout',
  'view',
  'export',
  'erase',
  'redact',
  'retain',
  'verify',
  'merge',
  'dispatch',
  'start',
  'done',
  'complete',
  'hold',
  'unhold',
  'reopen',
  'cancel',
  'reschedule',
  'assign',
  'unassign',
  'confirm',
  'unconfirm',
  'switch',
  'adopt',
  'decide',
  'retry',
] as const

export type AuditAction = (typeof auditActions)[number]

/** `audit.verifications.outcome`; missing_key: all but the signatures is right, and there was no key for these. */
export const verificationOutcomes = ['ok', 'broken', 'missing_key'] as const

export type VerificationOutcome = (typeof verificationOutcomes)[number]

/**
 * `audit.verifications.options`: what was compared besides the log itself. key: the signatures, with a key; public_key:
 * also that every seal is signed.
 */
export type VerificationOption = 'checkpoint' | 'state' | 'key' | 'public_key'

/**
 * SQL condition for a verification that found a log broken, while none that compared at least as much has passed since: a
 * weaker one proves nothing.
 * @param found the alias of `audit.verifications`
 * @example
 * ```ts
 * await pool.query(`SELECT detail FROM audit.verifications AS found WHERE tenant_id = $1 AND ${isStillBroken('found')}`, [7])
 * ```
 */
export const isStillBroken = (found: string) =>
  `(${found}.outcome = 'broken' AND NOT EXISTS (
     SELECT FROM audit.verifications AS later
      WHERE later.tenant_id = ${found}.tenant_id AND later.verified_at > ${found}.verified_at AND later.outcome <> 'broken'
        AND later.options @> ${found}.options
        AND coalesce(later.checkpoint_size, 0) >= coalesce(${found}.checkpoint_size, 0)))`
