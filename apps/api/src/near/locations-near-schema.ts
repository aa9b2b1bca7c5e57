import { z } from '@hono/zod-openapi'
import { recordResource } from '../records/record-resources.ts'
import { rowSchema } from '../records/resource-schemas.ts'

const distanceKm = z
  .number()
  .openapi({ description: 'Distance along the surface of the earth, in kilometres.' })

export const locationsNear = z
  .object({
    data: z.array(rowSchema(recordResource('locations')).extend({ distanceKm }).openapi('LocationNear')),
  })
  .openapi('LocationsNear')
