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
] as const

export type AuditAction = (typeof auditActions)[number]

/** `audit.verifications.outcome`; missing_key: all but the signatures is right, and there was no key for these. */
export const verificationOutcomes = ['ok', 'broken', 'missing_key'] as const

export type VerificationOutcome = (typeof verificationOutcomes)[number]
