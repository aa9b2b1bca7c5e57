/** The account that the sandbox simulates: a medium-sized contractor in the middle of the United States. */
export const account = {
  tenantId: '1001001',
  name: 'Bluestem Home Services',
  timeZone: 'America/Chicago',
} as const

/** The size of the account: its history has about as many jobs a day as its technicians do now. */
const sandboxOptions = {
  tenant: [account.tenantId],
  'time-zone': [account.timeZone],
  'business-day': ['24'],
  locations: ['2500'],
  jobs: ['12000'],
  technicians: ['8'],
  history: ['550'],
  size: ['job-types=14', 'campaigns=10', 'tag-types=12'],
} as const

/** The same as arguments of the sandbox's command line. */
export const sandboxArguments: readonly string[] = Object.entries(sandboxOptions).flatMap(
  ([name, values]) => [`--${name}`, ...values],
)

/** The names of the keys that a demo creates; the next demo revokes them. */
export const keyNames = { admin: 'Demo', sync: 'Demo, keeps fresh' } as const

/** The current date in the account's time zone, in the format of the API. */
export function today(now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: account.timeZone, dateStyle: 'short' }).format(now)
}
