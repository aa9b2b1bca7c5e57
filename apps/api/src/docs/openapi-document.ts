import type { Api } from '../http/context.ts'
import { cookieTemplate, tenantHeader } from '../http/session/session-cookie.ts'

const description = `
The records of one tenant, the tenant of your API key: LAZI's, and below \`/servicetitan\` what ServiceTitan has.

- **Keys**: \`Authorization: Bearer lazi_…\`. Scopes: \`read\`; \`sync\` may also request syncs; \`admin\` may also see payloads, keys and the audit log, resolve quarantine entries and revoke keys.
- **Sessions**: a browser exchanges a key, or a single-use code, for a cookie (\`POST /sessions\`); each request then names its tenant in \`X-Lazi-Tenant\`.
- **Values**: ids of records are UUIDs, ServiceTitan's are text (int64), amounts are decimal text, times are ISO 8601 in UTC.
- **Lists**: at most \`limit\` rows, and \`nextCursor\`, which continues after them with the same filters.
- **Filters**: each is served by an index; unknown parameters are refused.
- **Errors** are RFC 9457 problems (\`application/problem+json\`); \`requestId\` finds the request in the log.
- **Freshness**: \`/sync\` reports the time up to which each table is complete; \`/changes\` streams every change.
- **Audit log**: each request that changes something is an entry of \`/audit\`. It has the key, its \`X-Request-Id\`, and what \`X-On-Behalf-Of\` and \`X-Reason\` say.
- **Request ids**: a UUID in \`X-Request-Id\` is taken over, also without dashes; any other value is replaced by a new one.
- **Caching**: responses have an \`ETag\`; send it as \`If-None-Match\`, and an unchanged response is a 304.
`.trim()

/** The OpenAPI 3.1 document of all routes. */
export function openApiDocument(api: Api, basePath: string): object {
  api.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of the tenant: lazi_<tenant>_<key>_<secret>.',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: cookieTemplate,
    description:
      'A session of a browser (`POST /sessions`): one cookie per tenant, for pages of this origin.',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'tenant', {
    type: 'apiKey',
    in: 'header',
    name: tenantHeader,
    description: 'The tenant of a request with a session.',
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
    security: [{ apiKey: [] }, { session: [], tenant: [] }],
    tags: [
      { name: 'Records', description: "LAZI's records, search, and locations nearby." },
      { name: 'ServiceTitan', description: 'What ServiceTitan has, as the sync read it.' },
      { name: 'Schedule', description: 'Boards and free time, in the time zone of the tenant.' },
      { name: 'Analytics', description: 'Metrics, each with its definition and the records behind it.' },
      { name: 'Changes', description: 'The change feed.' },
      { name: 'Sync', description: 'Freshness, runs, and requests for syncs.' },
      {
        name: 'Quarantine and drift',
        description: 'Records that could not be written, and fields that are not as expected.',
      },
      { name: 'Audit log', description: 'Who changed what in LAZI, when and why.' },
      { name: 'Database', description: 'The schema of the database.' },
      { name: 'Access', description: 'The key of the request and its tenant; keys; sessions of browsers.' },
    ],
  })
}
