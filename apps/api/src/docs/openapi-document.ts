import type { Api } from '../http/context.ts'

const description = `
The cached ServiceTitan data of one tenant, the tenant of your API key.

- **Keys**: \`Authorization: Bearer lazi_…\`. Scopes: \`read\`; \`sync\` may also request syncs; \`admin\` may also see payloads and resolve quarantine entries.
- **Values**: ids are text (int64), amounts are decimal text, times are ISO 8601 in UTC.
- **Lists**: at most \`limit\` rows, and \`nextCursor\`, which continues after them with the same filters.
- **Filters**: each is served by an index; unknown parameters are refused.
- **Errors** are RFC 9457 problems (\`application/problem+json\`); \`requestId\` finds the request in the log.
- **Freshness**: \`/sync\` reports the time up to which each table is complete; \`/changes\` streams every change.
- **Caching**: responses have an \`ETag\`; send it as \`If-None-Match\`, and an unchanged response is a 304.
`.trim()

/** The OpenAPI 3.1 document of all routes. */
export function openApiDocument(api: Api, basePath: string): object {
  api.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of the tenant: lazi_<tenant>_<key>_<secret>.',
  })
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'LAZI Data API',
      version: '2.0.0',
      description,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: basePath }],
    security: [{ apiKey: [] }],
    tags: [
      { name: 'Records', description: 'The cached resources, search, and locations nearby.' },
      { name: 'Schedule', description: 'Boards and free time, in the time zone of the tenant.' },
      { name: 'Changes', description: 'The change feed.' },
      { name: 'Sync', description: 'Freshness, runs, and requests for syncs.' },
      {
        name: 'Quarantine and drift',
        description: 'Records that could not be written, and fields that are not as expected.',
      },
      { name: 'Database', description: 'The schema of the database.' },
      { name: 'Access', description: 'The key of the request and its tenant.' },
    ],
  })
}
