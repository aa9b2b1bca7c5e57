import type { Resource } from 'catalog'
import { errorText } from 'cli-kit'
import type { Logger } from 'pino'
import {
  AuthenticationError,
  createServiceTitanClient,
  type ServiceTitanClient,
  ServiceTitanError,
  ServiceTitanHttpError,
} from 'servicetitan'
import { resourceOf, tables } from '../cache/tables.ts'
import type { Credentials } from '../tenants/credentials.ts'
import { type Check, failed, ok } from './check.ts'
import { checkSkew } from './check-clock.ts'

/**
 * Requests a page of each resource from ServiceTitan, all at once, which checks the credentials and the app's
 * scopes. What prevents all of them, such as refused credentials, is one failure.
 */
export async function checkTenant(
  credentials: Credentials,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
): Promise<Check[]> {
  const { tenantId } = credentials
  let date: string | null = null
  const api = createServiceTitanClient({
    ...credentials,
    logger,
    // The result must be quick; one retry covers transient failures.
    maxAttempts: 2,
    async fetch(input, init) {
      const response = await fetch(input, init)
      date = response.headers.get('date') ?? date
      return response
    },
  })
  const results = await Promise.all(
    tables.map(resourceOf).map((resource) => readOne(api, { tenantId, resource, signal })),
  )
  const checks = sameFor(results) ?? results.map(({ check }) => check)
  if (date !== null) {
    const ahead = Date.parse(date) - Date.now()
    checks.push(
      checkSkew(`tenant ${tenantId}, clock of ServiceTitan`, ahead, 'Set the clock of this machine'),
    )
  }
  return checks
}

interface Result {
  readonly check: Check
  /** Null: the resource can be read. */
  readonly error: unknown
}

async function readOne(
  api: ServiceTitanClient,
  { tenantId, resource, signal }: { tenantId: string; resource: Resource; signal: AbortSignal },
): Promise<Result> {
  const name = `tenant ${tenantId}, ${resource.name}`
  try {
    let isEmpty = true
    const pages =
      resource.listPath === null
        ? api.exportPages(resource, { signal })
        : api.listPages(resource, { pageSize: 1, signal })
    for await (const page of pages) {
      isEmpty = page.count === 0
      break
    }
    return { check: ok(name, `can be read${isEmpty ? '; there are no records' : ''}`), error: null }
  } catch (error) {
    if (signal.aborted) throw error
    return { check: failed(name, errorText(error), adviceFor(error, resource)), error }
  }
}

/** The failure that all resources have in common; null: they can be read, or fail differently. */
function sameFor(results: readonly Result[]): Check[] | null {
  const [first] = results
  const code = codeOf(first?.error)
  if (!first || code === null || code === 'SERVICETITAN_HTTP') return null
  if (!results.every(({ error }) => codeOf(error) === code)) return null
  const { detail } = first.check
  return [{ ...first.check, detail: `${detail} (the same for all ${results.length} resources)` }]
}

function codeOf(error: unknown): string | null {
  return error instanceof ServiceTitanError ? error.code : null
}

function adviceFor(error: unknown, { scope }: Resource): string {
  if (error instanceof AuthenticationError)
    return 'Check the client id, the secret, the app key and the environment of this tenant'
  if (!(error instanceof ServiceTitanHttpError))
    return 'Check the network, and SERVICETITAN_API_URL and SERVICETITAN_AUTH_URL if they are set'
  return error.status === 403 || error.status === 404
    ? `Add the scope ${scope} to the app in the developer portal, and have the tenant accept it`
    : 'Try again later'
}
