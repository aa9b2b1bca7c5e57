import type { Api } from '../http/context.ts'

const description = `
The cached ServiceTitan data of one tenant: the one that your API key belongs to.

- **Keys**: \`Authorization: Bearer lazi_…\`. Scopes: \`read\`; \`sync\` may also request syncs; \`admin\` may also see payloads and settle quarantine.
- **Values**: ids are text (int64), amounts are decimal text, moments are ISO 8601 in UTC.
- **Lists**: \`limit\` rows at most, and \`nextCursor\`, which continues after them with the same filters.
- **Filters** are those that an index serves; an unknown parameter is refused.
- **Errors** are RFC 9457 problems (\`application/problem+json\`); \`requestId\` finds the line in the log.
- **Freshness**: \`/sync\` reports up to when each table is complete; \`/changes\` streams every change.
- Answers carry an \`ETag\`: send it back as \`If-None-Match\`, and what did not change costs a 304.
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
      { name: 'Records', description: 'The cached resources, and what is made of them.' },
      { name: 'Schedule', description: 'Boards and free time, in the time zone of the tenant.' },
      { name: 'Changes', description: 'What changes, as it changes.' },
      { name: 'Sync', description: 'How fresh the data are, and asking for more.' },
      { name: 'Quarantine and drift', description: 'What could not be written, and what is sent otherwise.' },
      { name: 'Database', description: 'The database that answers.' },
      { name: 'Access', description: 'The key of the request.' },
    ],
  })
}
