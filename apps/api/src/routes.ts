import { analyticsRoutes } from './analytics/analytics-routes.ts'
import { reportRoutes } from './analytics/report-routes.ts'
import { auditRoutes } from './audit/audit-routes.ts'
import { sealRoutes } from './audit/seal-routes.ts'
import { availabilityRoutes } from './availability/availability-routes.ts'
import { changeRoutes } from './changes/change-routes.ts'
import { schemaRoutes } from './database-schema/schema-routes.ts'
import { domainRoutes } from './domains/domain-routes.ts'
import { conflictRoutes } from './exchange/conflict-routes.ts'
import { outboxRoutes } from './exchange/outbox-routes.ts'
import { ruleRoutes } from './exchange/rule-routes.ts'
import type { RouteModule } from './http/context.ts'
import { keyRoutes } from './key-routes/key-routes.ts'
import { meRoutes } from './me/me-routes.ts'
import { nearRoutes } from './near/near-routes.ts'
import { peopleRoutes } from './people/people-routes.ts'
import { quarantineRoutes } from './quarantine/quarantine-routes.ts'
import { historyRoutes } from './records/history/history-routes.ts'
import { cachedRoutes, recordRoutes } from './records/resource-routes.ts'
import { scheduleRoutes } from './schedule/schedule-routes.ts'
import { searchRoutes } from './search/search-routes.ts'
import { sessionRoutes } from './sessions/session-routes.ts'
import { syncRoutes } from './sync/sync-routes.ts'
import { appointmentWriteRoutes } from './writes/appointment-writes.ts'
import { customerWriteRoutes } from './writes/customer-writes.ts'
import { jobWriteRoutes } from './writes/job-writes.ts'

/** All routes below the base path. A new route module is added here only. */
export const routeModules: readonly RouteModule[] = [
  meRoutes,
  keyRoutes,
  peopleRoutes,
  sessionRoutes,
  searchRoutes,
  scheduleRoutes,
  availabilityRoutes,
  nearRoutes,
  analyticsRoutes,
  reportRoutes,
  syncRoutes,
  quarantineRoutes,
  // Before the entries: `/audit/{seq}` also matches `/audit/status`.
  sealRoutes,
  auditRoutes,
  schemaRoutes,
  changeRoutes,
  domainRoutes,
  outboxRoutes,
  conflictRoutes,
  ruleRoutes,
  customerWriteRoutes,
  jobWriteRoutes,
  appointmentWriteRoutes,
  cachedRoutes,
  historyRoutes,
  // Last: `/technicians/{id}` also matches `/technicians/availability`.
  recordRoutes,
]

/** The paths below the base path that requests without credentials reach. */
export const openPaths: readonly string[] = ['/sessions', '/sessions/code']
