import { z } from '@hono/zod-openapi'
import { domainModes, domains as domainNames } from 'db-migrations/protocol'
import { instant } from '../http/values.ts'

export const domains = z
  .object({
    data: z.array(
      z
        .object({
          domain: z.enum(domainNames),
          mode: z.enum(domainModes).openapi({
            description:
              '`servicetitan`: its records follow ServiceTitan, and cannot be changed here. `hybrid`: both sides change them, and changes are exchanged. `lazi`: LAZI owns them, and people change them here.',
          }),
          since: instant,
        })
        .openapi('Domain'),
    ),
  })
  .openapi('Domains')

export type Domains = z.infer<typeof domains>
