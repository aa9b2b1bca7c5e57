export { type OpenPoolOptions, openPool, prepares } from './pool.ts'
export { assertKeepsSession, backendPid, PoolerError } from './pooler.ts'
export { prepared, type Statement, statementName } from './prepared.ts'
export { assertRoles, RoleError } from './roles.ts'
export { addTenantCommand, readTenantId, selectTenant } from './select-tenant.ts'
export { pinSession } from './session.ts'
export { SessionClient, SessionEndedError } from './session-client.ts'
export { isPinned, localSettings, pinSettings } from './session-settings.ts'
export {
  commit,
  inSavepoint,
  inTransaction,
  pipelined,
  type SentTransaction,
  type Settings,
  sendTransaction,
} from './transaction.ts'
