import type { DomainMode } from 'db-migrations/protocol'

/** Who has a key of an account: an app with a scope, or a person with a role. */
export type DemoUser =
  | { readonly name: string; readonly scope: 'admin' | 'sync' }
  | { readonly name: string; readonly role: 'admin' | 'office' | 'dispatcher' }

/** An account of the demo. A sandbox of its own simulates its ServiceTitan. */
export interface DemoAccount {
  readonly tenantId: string
  readonly name: string
  readonly timeZone: string
  /** Which side owns customers and jobs. */
  readonly mode: DomainMode
  /** Options of the sandbox's command line, which set the size of the account. */
  readonly sandbox: Readonly<Record<string, string>>
  /** May do everything: the console's link is theirs. */
  readonly admin: DemoUser
  readonly others: readonly DemoUser[]
}

/**
 * A medium-sized contractor in the middle of the United States, who works in ServiceTitan: its history has about as many
 * jobs a day as its technicians do now.
 */
export const inServiceTitan: DemoAccount = {
  tenantId: '1001001',
  name: 'Bluestem Home Services',
  timeZone: 'America/Chicago',
  mode: 'servicetitan',
  sandbox: {
    'business-day': '24',
    locations: '2500',
    jobs: '12000',
    technicians: '8',
    history: '550',
    size: 'job-types=14 campaigns=10 tag-types=12',
  },
  admin: { name: 'Demo', scope: 'admin' },
  others: [
    { name: 'Demo, keeps fresh', scope: 'sync' },
    { name: 'Ada Park', role: 'dispatcher' },
  ],
}

/**
 * A small contractor further west, whose people work in LAZI: nothing changes in its ServiceTitan any more, and its
 * board changes when they change it.
 */
export const inLazi: DemoAccount = {
  tenantId: '1001002',
  name: 'Juniper Ridge Plumbing',
  timeZone: 'America/Denver',
  mode: 'lazi',
  sandbox: {
    'business-day': '0',
    locations: '450',
    jobs: '900',
    technicians: '4',
    history: '90',
    size: 'job-types=14 campaigns=10 tag-types=12',
  },
  admin: { name: 'Nora Whitfield', role: 'admin' },
  others: [
    { name: 'Luis Ortega', role: 'office' },
    { name: 'Dana Reyes', role: 'dispatcher' },
  ],
}

/**
 * A small contractor in the east, whose people work in LAZI while its office still works in ServiceTitan: what either side
 * changes comes to the other.
 */
export const inBoth: DemoAccount = {
  tenantId: '1001003',
  name: 'Cedar Bend Heating and Air',
  timeZone: 'America/New_York',
  mode: 'hybrid',
  sandbox: {
    'business-day': '0',
    locations: '200',
    jobs: '400',
    technicians: '4',
    history: '60',
    size: 'job-types=14 campaigns=10 tag-types=12',
  },
  admin: { name: 'Priya Nair', role: 'admin' },
  others: [{ name: 'Cedar Bend, keeps fresh', scope: 'sync' }],
}

/** The arguments with which the sandbox simulates an account. */
export function sandboxArguments({ tenantId, timeZone, sandbox }: DemoAccount): string[] {
  const options = { tenant: tenantId, 'time-zone': timeZone, ...sandbox }
  return Object.entries(options).flatMap(([name, values]) => [`--${name}`, ...values.split(' ')])
}

/** The current date in the account's time zone, in the format of the API. */
export function today({ timeZone }: DemoAccount, now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now)
}
