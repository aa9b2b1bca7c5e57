import { z } from '@hono/zod-openapi'
import { instant } from '../http/values.ts'

const column = z.object({
  name: z.string(),
  type: z.string().openapi({ example: 'timestamp with time zone' }),
  nullable: z.boolean(),
  comment: z.string().nullable(),
})

const index = z.object({
  name: z.string(),
  definition: z.string(),
  comment: z.string().nullable(),
})

const table = z
  .object({
    schema: z.string(),
    name: z.string(),
    comment: z.string().nullable(),
    columns: z.array(column),
    indexes: z.array(index),
  })
  .openapi('DatabaseTable')

export const database = z
  .object({
    tables: z.array(table),
    migrations: z.array(z.object({ name: z.string(), appliedAt: instant })),
    verify: z
      .object({
        matches: z
          .boolean()
          .openapi({ description: 'Whether the schema is equal to that of the migrations.' }),
        differences: z.array(z.string()),
      })
      .openapi({ description: 'The schema compared with that of the migrations.' }),
  })
  .openapi('Database')

export type Database = z.infer<typeof database>
export type DatabaseTable = Database['tables'][number]
