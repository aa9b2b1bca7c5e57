import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder with the credentials of each account. */
export interface CredentialsFolder {
  /** For `SERVICETITAN_CREDENTIALS_DIR`. */
  readonly path: string
  readonly remove: () => Promise<void>
}

/** Writes the credentials of accounts to a temporary folder. @param sandboxes what each sandbox printed when it was ready */
export async function writeCredentials(
  sandboxes: readonly Readonly<Record<string, unknown>>[],
): Promise<CredentialsFolder> {
  const path = await mkdtemp(join(tmpdir(), 'lazi-demo-'))
  for (const { tenantId, url, clientId, clientSecret, appKey } of sandboxes) {
    const lines = [
      'SERVICETITAN_ENVIRONMENT=sandbox',
      `SERVICETITAN_API_URL=${url}`,
      `SERVICETITAN_AUTH_URL=${url}`,
      `SERVICETITAN_CLIENT_ID=${clientId}`,
      `SERVICETITAN_CLIENT_SECRET=${clientSecret}`,
      `SERVICETITAN_APP_KEY=${appKey}`,
    ]
    await writeFile(join(path, `${tenantId}.env`), `${lines.join('\n')}\n`, { mode: 0o600 })
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
