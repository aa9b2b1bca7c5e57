import { z } from '@hono/zod-openapi'
import { domainModes, domains as domainNames, sendingStates } from 'db-migrations/protocol'
import { instant } from '../http/values.ts'

/** Whether the changes of a domain are sent. */
export const sending = z.enum(sendingStates).openapi({
  description:
    'Whether its changes are sent to ServiceTitan. `off`: it is not in mode hybrid. `paused`: a person paused it. `restored`: the database is a restored copy, and a person has to confirm it first.',
})

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
          sending,
          pausedAt: instant.nullable(),
          pausedBy: z.string().nullable().openapi({ description: 'Who paused it; null: it is not paused.' }),
        })
        .openapi('Domain'),
    ),
  })
  .openapi('Domains')

export type Domains = z.infer<typeof domains>
