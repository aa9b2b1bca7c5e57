export {
  type ActorKind,
  type AuditAction,
  actorKinds,
  auditActions,
  isStillBroken,
  type VerificationOption,
  type VerificationOutcome,
  verificationOutcomes,
} from './audit.ts'
export { channels } from './channels.ts'
export {
  type Domain,
  type DomainMode,
  databaseIdentity,
  domainModes,
  domains,
  type FollowerName,
  followerNames,
  type OwnableDomain,
  ownableDomains,
  type SendingState,
  sendingState,
  sendingStates,
} from './domains.ts'
export { type FeedPosition, formatPosition, noPosition, parsePosition } from './feed-position.ts'
export { ledger, ledgerName } from './ledger.ts'
export { type RoleName, roles, tenantSetting } from './roles.ts'
export { type SchemaName, schemaNames, schemas } from './schemas.ts'
export {
  type QuarantineAction,
  type QuarantineRequest,
  quarantineActions,
  type RunRequest,
  requestKinds,
  requestStatuses,
  type SyncRequest,
} from './sync-requests.ts'
export { type RunKind, type RunStatus, runKinds, runStatuses } from './sync-runs.ts'
export { wasNeverSynced } from './sync-state.ts'
export { lockedTablesStatement, tableLockKey } from './table-lock.ts'
export { type WorkerState, workerBeatMs, workerStates } from './workers.ts'
