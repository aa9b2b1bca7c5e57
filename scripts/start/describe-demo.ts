import type { Demo } from './demo.ts'
import { today } from './demo-account.ts'

/** The text that is printed when the demo is ready: the state of the tables, the URLs, and commands to try. */
export function describeDemo(demo: Demo, stayUp: boolean): string {
  const { url, key, consoleUrl, linkCommand, isEmbedded, status } = demo
  const own = `Sync your own account: put its credentials into .env (see .env.example), then
  npx -y pnpm@12 sync tenants add
  npx -y pnpm@12 sync run`
  if (!stayUp) return `\n${status}\nThe console was at ${url}\n\n${own}\n`
  return `
${status}
Open the console:

  ${consoleUrl}

The link signs one browser in, once, within five minutes. Another link:
  ${linkCommand}

The schedule of today changes with the running business day. Press / to search.

Query the API as an app would (reference: ${url}/api/docs):
  curl -H "Authorization: Bearer ${key}" "${url}/api/v2/schedule?date=${today(Date.now())}"
  curl -N -H "Authorization: Bearer ${key}" "${url}/api/v2/changes"
Query PostgreSQL:
  ${isEmbedded ? 'npx -y pnpm@12 postgres psql' : 'psql'} -c "SELECT job_number, status, scheduled_start FROM raw.st_jobs LIMIT 5"
${own}

Ctrl-C stops the demo. PostgreSQL runs until: npx -y pnpm@12 postgres stop
`
}
