import type { ResourceRecords } from '../generated/resources.ts'
import { createSandbox } from '../sandbox.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'

const TENANT = 7
const DAY_MS = 86_400_000

/** The numbers that a contractor's history has are read from this many jobs: enough that shares are those of the seed. */
const sizes = { jobs: 20_000, locations: 8_000, technicians: 12 }

/** The history of a contractor with few technicians, three years up to an evening of June 2026. */
export const createStory = () => {
  const sandbox = createSandbox({ tenants: [{ tenantId: TENANT, sizes }] })
  const all = <N extends ResourceName>(name: N): ResourceRecords[N][] => [...sandbox.records(TENANT, name)]
  const jobs = all('jobs')
  const types = byId(all('job-types'))
  return {
    now: sandbox.clock.now(),
    all,
    jobs,
    completed: jobs.filter(({ jobStatus }) => jobStatus === 'Completed'),
    /** The name of a job's type, without the number of a repeated name. */
    typeOf: ({ jobTypeId }: { jobTypeId: number }): string => plainName(types.get(jobTypeId)?.name),
    types,
  }
}

export const plainName = (name: string | null | undefined): string => (name ?? '').replace(/ \d+$/, '')

export const byId = <R extends { id: unknown }>(records: readonly R[]) =>
  new Map(records.map((record) => [record.id, record]))

/** Days from one instant to a later one. */
export const daysBetween = (from: string | null, to: string | null): number =>
  (Date.parse(to ?? '') - Date.parse(from ?? '')) / DAY_MS

/** The share of the records that match. */
export const shareOf = <R>(records: readonly R[], matches: (record: R) => boolean): number =>
  records.filter(matches).length / records.length

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
