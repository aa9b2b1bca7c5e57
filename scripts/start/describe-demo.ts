import type { AccountAccess } from './account-access.ts'
import type { Demo } from './demo.ts'
import { inServiceTitan, today } from './demo-accounts.ts'

/** The text that is printed when the demo is ready: the state of the tables, the links, and commands to try. */
export function describeDemo(demo: Demo, stayUp: boolean): string {
  const { url, key, accounts, isEmbedded, status } = demo
  const own = `Sync your own account: put its credentials into .env (see .env.example), then
  npx -y pnpm@12 sync tenants add
  npx -y pnpm@12 sync run`
  if (!stayUp) return `\n${status}\nThe console was at ${url}\n\n${own}\n`
  return `
${status}
Open the console. Each link signs one browser in, once, within five minutes. With several, the menu at the top switches
between the accounts. For a second window as another person, open their link in a private window.

${accounts.map(describeAccount).join('\n\n')}

Press / to search.

Query the API as an app would (reference: ${url}/api/docs):
  curl -H "Authorization: Bearer ${key}" "${url}/api/v2/schedule?date=${today(inServiceTitan, Date.now())}"
  curl -N -H "Authorization: Bearer ${key}" "${url}/api/v2/changes"
Query PostgreSQL:
  ${isEmbedded ? 'npx -y pnpm@12 postgres psql' : 'psql'} -c "SELECT job_number, status, scheduled_start FROM raw.st_jobs LIMIT 5"
${own}

Ctrl-C stops the demo. PostgreSQL runs until: npx -y pnpm@12 postgres stop
`
}

/** What happens in an account. */
const stories: Readonly<Record<AccountAccess['mode'], string>> = {
  servicetitan: 'works in ServiceTitan. Its business day runs, and the schedule of today changes with it.',
  hybrid: 'works in LAZI and in ServiceTitan. What changes on one side comes to the other.',
  lazi: 'works in LAZI. Its customers, jobs and appointments change when people change them here.',
}

function describeAccount({ name, mode, consoleUrl, linkCommand, people, sandboxUrl }: AccountAccess): string {
  const others = people.filter((person) => person.linkCommand !== linkCommand)
  const links = others.map((person) => `\nAs ${person.name}, ${person.role}:\n  ${person.linkCommand}`)
  const office =
    mode === 'hybrid' ? `\nIts ServiceTitan, where you can change the same records:\n  ${sandboxUrl}` : ''
  return `${name} ${stories[mode]}
  ${consoleUrl}${office}
Another link:
  ${linkCommand}${links.join('')}`
}
