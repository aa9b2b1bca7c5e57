/** What must not happen, by name; each rule keeps some of them at 0. */
export interface Counts {
  /** Edits in LAZI that are neither final nor replaced by one that saw them, nor in a conflict. */
  lostInLazi: number
  /** Edits in ServiceTitan that are neither final nor replaced by one that saw them, nor in a conflict. */
  lostInServiceTitan: number
  /** Members that were added and are missing, or were removed and are there. */
  lostMember: number
  /** Conflicts with a value that LAZI itself had sent. */
  falseConflict: number
  /** Conflicts with a value that LAZI had merged before. */
  repeatedConflict: number
  /** A request has overwritten the value of a later request. */
  olderOverNewer: number
  /** A merge has set LAZI back to an older value of the same side. */
  setBack: number
  /** A merge has changed a field that LAZI owns. */
  ownerOverruled: number
  /** Fields that differ at rest without an open conflict. */
  notInStep: number
  /** Requests that were sent at rest. */
  sentAtRest: number
}

/** What happens in every system without conditional writes, and is counted. */
interface Measured {
  /** Edits in ServiceTitan between our GET and our PATCH, overwritten unseen: ServiceTitan's book proves each. */
  window: number
  /** Members that LAZI has added and a person has removed in ServiceTitan, before LAZI could see either. */
  unseen: number
  conflicts: number
  requests: number
  edits: number
}

export type Totals = Counts & Measured

export const noTotals = (): Totals => ({
  lostInLazi: 0,
  lostInServiceTitan: 0,
  lostMember: 0,
  falseConflict: 0,
  repeatedConflict: 0,
  olderOverNewer: 0,
  setBack: 0,
  ownerOverruled: 0,
  notInStep: 0,
  sentAtRest: 0,
  window: 0,
  unseen: 0,
  conflicts: 0,
  requests: 0,
  edits: 0,
})

export function addTotals(sum: Totals, more: Totals): void {
  for (const name of Object.keys(sum) as (keyof Totals)[]) sum[name] += more[name]
}

const measured: readonly (keyof Totals)[] = [
  'window',
  'unseen',
  'conflicts',
  'requests',
  'edits',
] satisfies (keyof Measured)[]

/** The counts that must be 0 and are not. */
export function failuresOf(totals: Totals): Partial<Counts> {
  return Object.fromEntries(
    Object.entries(totals).filter(([name, count]) => count > 0 && !measured.includes(name as keyof Totals)),
  )
}
