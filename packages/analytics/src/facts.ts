import type { Fact } from './fact.ts'
import { availableTime, otherWork, shifts } from './facts/available-time.ts'
import { calls, campaignCosts } from './facts/calls.ts'
import { cancellations } from './facts/cancellations.ts'
import { estimates } from './facts/estimates.ts'
import { invoices } from './facts/invoices.ts'
import { jobs } from './facts/jobs.ts'
import { membershipChanges } from './facts/memberships.ts'
import { paymentApplications } from './facts/payments.ts'
import { jobSplits } from './facts/shares.ts'
import { soldItems, soldWork } from './facts/sold-work.ts'
import { technicianJobs, technicianVisits } from './facts/technicians.ts'
import { arrivals, timesheets } from './facts/timesheets.ts'
import { visits } from './facts/visits.ts'

/** The facts, in the order in which they are computed: parts come before what is made of them. */
export const facts: readonly Fact[] = [
  invoices,
  paymentApplications,
  estimates,
  visits,
  technicianVisits,
  jobs,
  jobSplits,
  technicianJobs,
  timesheets,
  arrivals,
  soldItems,
  soldWork,
  shifts,
  otherWork,
  availableTime,
  calls,
  campaignCosts,
  cancellations,
  membershipChanges,
]

const byName = new Map(facts.map((fact) => [fact.name, fact]))

/**
 * The fact of that name.
 * @throws when there is none: names come from our own state
 * @example
 * factOf('jobs').key // 'job_id'
 */
export function factOf(name: string): Fact {
  const fact = byName.get(name)
  if (!fact) throw new Error(`There is no fact ${name} in schema analytics.`)
  return fact
}

/**
 * The facts that are made of this one, with the column of it that has the key of their rows.
 * @example
 * wholesOf('timesheets') // [{ fact: arrivals, by: 'appointment_id' }]
 */
export function wholesOf(name: string): readonly { readonly fact: Fact; readonly by: string }[] {
  return facts.flatMap((fact) =>
    (fact.madeOf ?? []).filter((part) => part.fact === name).map(({ by }) => ({ fact, by })),
  )
}
