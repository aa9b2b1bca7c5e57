export { ledger, ledgerName } from './ledger.ts'
export { type RoleName, roles, tenantSetting } from './roles.ts'
export { type SchemaName, schemaNames, schemas } from './schemas.ts'
export {
  channels,
  type QuarantineAction,
  quarantineActions,
  type RequestKind,
  type RequestStatus,
  type RunKind,
  requestKinds,
  requestStatuses,
  runKinds,
  type SyncRequestRow,
} from './sync-requests.ts'
