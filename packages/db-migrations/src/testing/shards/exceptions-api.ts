import type { Exception } from './exception.ts'
import { dbUser, genericPlan, oneMessage, unlessNamed } from './reasons.ts'

/** The SQL of the API. */
export const apiExceptions: readonly Exception[] = [
  {
    app: 'api',
    name: 'inTenant, readInOneTrip: begin',
    text: 'SET LOCAL statement_timeout = ',
    rules: ['set-local-alone', 'no-generic-plan'],
    reason: `${oneMessage} ${genericPlan}`,
  },
  {
    app: 'api',
    name: 'recordEntries',
    text: 'INSERT INTO audit.entries',
    rules: ['may-insert-defaults'],
    reason: dbUser,
  },
  {
    app: 'api',
    name: 'recordEntries: position',
    text: 'INSERT INTO audit.positions',
    rules: ['may-insert-defaults'],
    reason: 'With Citus, lazi_writer is to be granted INSERT of the columns that have a default.',
  },
  {
    app: 'api',
    name: 'requestSync',
    text: 'INSERT INTO raw.sync_requests',
    rules: ['may-insert-defaults'],
    reason: 'With Citus, lazi_writer is to be granted INSERT of the columns that have a default.',
  },
  {
    app: 'api',
    name: 'createSession',
    text: 'INSERT INTO api.sessions',
    rules: ['may-insert-defaults'],
    reason: 'With Citus, lazi_writer is to be granted INSERT of the columns that have a default.',
  },
  {
    app: 'api',
    name: 'listKeys',
    text: 'WHERE $1::bigint IS NULL OR key.tenant_id',
    rules: ['tenant-bound'],
    reason: unlessNamed,
  },
  {
    app: 'api',
    name: 'listPeople',
    text: 'FROM api.people WHERE $1::bigint IS NULL OR',
    rules: ['tenant-bound'],
    reason: unlessNamed,
  },
]
