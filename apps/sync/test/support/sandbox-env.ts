import { sandboxCredentials } from 'servicetitan-sandbox'

/** Environment of a `sync` command for one tenant of a sandbox. */
export function sandboxEnv(options: {
  readonly databaseUrl: string
  readonly sandboxUrl: string
  readonly tenantId: string
}): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: options.databaseUrl,
    SERVICETITAN_TENANT_ID: options.tenantId,
    SERVICETITAN_ENVIRONMENT: 'sandbox',
    SERVICETITAN_API_URL: options.sandboxUrl,
    SERVICETITAN_AUTH_URL: options.sandboxUrl,
    SERVICETITAN_CLIENT_ID: sandboxCredentials.clientId,
    SERVICETITAN_CLIENT_SECRET: sandboxCredentials.clientSecret,
    SERVICETITAN_APP_KEY: sandboxCredentials.appKey,
  }
}
