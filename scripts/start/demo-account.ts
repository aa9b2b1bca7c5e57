/** The account that the sandbox plays: a contractor of middle size in the middle of the United States. */
export const account = {
  tenantId: '1001001',
  name: 'Bluestem Home Services',
  timeZone: 'America/Chicago',
} as const

/** What it has, and how many of its records change in a minute. */
const sandboxOptions = {
  tenant: [account.tenantId],
  'time-zone': [account.timeZone],
  'business-day': ['24'],
  locations: ['1200'],
  jobs: ['4000'],
  technicians: ['30'],
  history: ['120'],
  size: ['job-types=12', 'campaigns=10', 'tag-types=12'],
} as const

/** The same as arguments of the sandbox's command line. */
export const sandboxArguments: readonly string[] = Object.entries(sandboxOptions).flatMap(
  ([name, values]) => [`--${name}`, ...values],
)

/** The name of the keys that a demo makes; the next one revokes them. */
export const keyNames = { admin: 'Demo', sync: 'Demo, keeps fresh' } as const

/** The day that it is there, as the API takes it. */
export function today(now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: account.timeZone, dateStyle: 'short' }).format(now)
}
