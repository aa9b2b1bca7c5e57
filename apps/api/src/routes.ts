import type { RouteModule } from './http/context.ts'
import { meRoutes } from './me/me-routes.ts'

/** Everything below the base path. A new module of routes is added here, and nowhere else. */
export const routeModules: readonly RouteModule[] = [meRoutes]
