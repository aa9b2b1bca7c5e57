/** The tenant whose data the sandbox generates. */
export const demo = { id: '1001001', name: 'Hollis Heating & Air', timeZone: 'America/Chicago' } as const

/** A tenant that was never synced. */
export const empty = { id: '42', name: 'Newcomer Plumbing', timeZone: 'America/St_Johns' } as const

/** The instant around which the sandbox generates data. */
export const dataNow = '2026-03-10T18:00:00Z'

/** An earlier day with many appointments. */
export const busyDay = '2026-03-03'
