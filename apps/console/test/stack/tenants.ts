/** The tenant whose data the sandbox plays. */
export const demo = { id: '1001001', name: 'Hollis Heating & Air', timeZone: 'America/Chicago' } as const

/** A tenant that was never synced. */
export const empty = { id: '42', name: 'Newcomer Plumbing', timeZone: 'America/St_Johns' } as const

/** When the sandbox's data is up to date. */
export const dataNow = '2026-03-10T18:00:00Z'

/** A day before that on which much was done. */
export const busyDay = '2026-03-03'
