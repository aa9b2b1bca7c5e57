import { z } from '@hono/zod-openapi'
import { resourceNames } from './cached-resources.ts'

/** The name of a cached resource, in requests and responses. */
export const resourceName = z.enum(resourceNames).openapi('ResourceName')
