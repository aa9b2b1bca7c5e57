import { z } from '@hono/zod-openapi'
import { rowSchema } from '../records/resource-schemas.ts'
import { resourceNamed } from '../records/resources.ts'

const distanceKm = z
  .number()
  .openapi({ description: 'Distance along the surface of the earth, in kilometres.' })

export const locationsNear = z
  .object({
    data: z.array(rowSchema(resourceNamed('locations')).extend({ distanceKm }).openapi('LocationNear')),
  })
  .openapi('LocationsNear')
