import { z } from '@hono/zod-openapi'
import { recordId } from '../http/values.ts'

const searchResult = z
  .object({
    resource: z.enum(['jobs', 'customers', 'locations', 'technicians']),
    id: recordId,
    title: z.string(),
    subtitle: z.string().nullable(),
  })
  .openapi('SearchResult')

export const searchResults = z.object({ results: z.array(searchResult) }).openapi('SearchResults')

export type SearchResult = z.infer<typeof searchResult>
