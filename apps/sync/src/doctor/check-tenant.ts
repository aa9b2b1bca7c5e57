import { errorText } from 'cli-kit'
import type { Logger } from 'pino'
import { AuthenticationError, createServiceTitanClient, ServiceTitanHttpError } from 'servicetitan'
import { resourceOf, tables } from '../cache/tables.ts'
import type { Credentials } from '../tenants/credentials.ts'
import { type Check, failed, ok } from './check.ts'
import { checkSkew } from './check-clock.ts'

/**
 * Requests one record of each resource from ServiceTitan, which checks the credentials and the app's scopes. Stops when
 * the credentials are refused or there is no response.
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
  const checks: Check[] = []
  for (const resource of tables.map(resourceOf)) {
    const name = `tenant ${tenantId}, ${resource.name}`
    try {
      for await (const page of api.listPages(resource, { pageSize: 1, signal })) {
        checks.push(ok(name, page.count > 0 ? 'can be read' : 'can be read; there are no records'))
        break
      }
    } catch (error) {
      if (signal.aborted) throw error
      if (error instanceof ServiceTitanHttpError && (error.status === 403 || error.status === 404)) {
        checks.push(
          failed(
            name,
            errorText(error),
            `Add the scope ${resource.scope} to the app in the developer portal, and have the tenant accept it`,
          ),
        )
        continue
      }
      checks.push(failed(name, errorText(error), adviceFor(error)))
      if (!(error instanceof ServiceTitanHttpError)) break
    }
  }
  if (date !== null) {
    const ahead = Date.parse(date) - Date.now()
    checks.push(
      checkSkew(`tenant ${tenantId}, clock of ServiceTitan`, ahead, 'Set the clock of this machine'),
    )
  }
  return checks
}

function adviceFor(error: unknown): string {
  if (error instanceof AuthenticationError) {
    return 'Check the client id, the secret, the app key and the environment of this tenant'
  }
  return error instanceof ServiceTitanHttpError
    ? 'Try again later'
    : 'Check the network, and SERVICETITAN_API_URL and SERVICETITAN_AUTH_URL if they are set'
}
