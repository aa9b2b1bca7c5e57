import { availabilityRoutes } from './availability/availability-routes.ts'
import type { RouteModule } from './http/context.ts'
import { meRoutes } from './me/me-routes.ts'
import { nearRoutes } from './near/near-routes.ts'
import { resourceRoutes } from './resources/resource-routes.ts'
import { scheduleRoutes } from './schedule/schedule-routes.ts'

/** Everything below the base path. A new module of routes is added here, and nowhere else. */
export const routeModules: readonly RouteModule[] = [
  ...[meRoutes, scheduleRoutes, availabilityRoutes, nearRoutes],
  // Last: `/technicians/{id}` would take `/technicians/availability` too.
  resourceRoutes,
]
