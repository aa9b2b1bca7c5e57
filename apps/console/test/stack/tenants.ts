/** The tenant whose data the sandbox plays. */
export const demo = { id: '1001001', name: 'Hollis Heating & Air', timeZone: 'America/Chicago' } as const

/** A tenant that was never synced. */
export const empty = { id: '42', name: 'Newcomer Plumbing', timeZone: 'America/St_Johns' } as const

/** The day that the sandbox's data is up to date on, at midday in the demo tenant's time zone. */
export const lastDay = '2026-03-10'
