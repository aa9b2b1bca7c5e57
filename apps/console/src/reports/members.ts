import type { MetricDefinition } from 'api/client'
import { useNames } from '../data/use-names.ts'
import { useAccount } from '../session/use-accounts.ts'

export type Dimension = MetricDefinition['dimensions'][number]

export const memberNames = ['businessUnit', 'jobType', 'campaign', 'technician'] as const

/** The filters of what belongs to jobs. */
export const jobMembers = ['businessUnit', 'jobType', 'campaign'] as const satisfies readonly MemberName[]

export type MemberName = (typeof memberNames)[number]

/** The member that counts of each filtered dimension, by its id, as in the address. */
export type Members = Readonly<Partial<Record<MemberName, string | undefined>>>

/** The dimensions: their filter in the address, and their words. */
export const dimensions = [
  { name: 'business-unit', filter: 'businessUnit', label: 'Business unit' },
  { name: 'job-type', filter: 'jobType', label: 'Job type' },
  { name: 'campaign', filter: 'campaign', label: 'Campaign' },
  { name: 'technician', filter: 'technician', label: 'Technician' },
] as const satisfies readonly {
  readonly name: Dimension
  readonly filter: MemberName
  readonly label: string
}[]

/** The dimension of a filter. */
export const dimensionOf = (filter: MemberName): (typeof dimensions)[number] =>
  dimensions.find((known) => known.filter === filter) ?? dimensions[0]

/** What a dimension is called. */
export const labelOf = (name: Dimension): string =>
  dimensions.find((known) => known.name === name)?.label ?? name

/** The words of a dimension within a sentence. */
export const wordsOf = (name: Dimension): string => labelOf(name).toLowerCase()

/** The filters, with one member of a dimension in place of any. */
export function withMember(members: Members, name: Dimension, id: string): Members {
  const dimension = dimensions.find((known) => known.name === name)
  return dimension ? { ...members, [dimension.filter]: id } : members
}

/** The filters, as the API names them. */
export const queryOfMembers = ({ businessUnit, jobType, campaign, technician }: Members) => ({
  businessUnitId: businessUnit,
  jobTypeId: jobType,
  campaignId: campaign,
  technicianId: technician,
})

/** The id that stands for "none". */
const none = '00000000-0000-0000-0000-000000000000'

/** Whether the id of a member stands for "none". */
export const isNone = (id: string): boolean => id === none

/** What a member of a dimension is called. */
export function nameOfMember(dimension: Dimension, id: string, name: string | null): string {
  return isNone(id) ? `No ${wordsOf(dimension)}` : name || id
}

/** The names of the members of each dimension, by id, and that of "none". */
export function useMemberNames(): Readonly<Record<MemberName, ReadonlyMap<string, string>>> {
  const account = useAccount()
  return {
    businessUnit: withNone('business-unit', useNames(account, 'business-units')),
    jobType: withNone('job-type', useNames(account, 'job-types')),
    campaign: withNone('campaign', useNames(account, 'campaigns')),
    technician: withNone('technician', useNames(account, 'technicians')),
  }
}

const withNone = (dimension: Dimension, names: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...names, [none, nameOfMember(dimension, none, null)]])

/** `Business unit: Service`, for each filter. */
export function useWordsOfMembers(members: Members): readonly string[] {
  const names = useMemberNames()
  return dimensions.flatMap(({ filter, label }) => {
    const id = members[filter]
    return id ? [`${label}: ${names[filter].get(id) ?? id}`] : []
  })
}

export interface RowsOf extends Members {
  readonly metric: string
  readonly from: string
  /** The day after the last one. */
  readonly to: string
}

/** The path of the rows behind a number, within the account. */
export function rowsPath({ metric, from, to, ...members }: RowsOf): string {
  const search = new URLSearchParams({ metric, from, to })
  for (const name of memberNames) {
    const id = members[name]
    if (id) search.set(name, id)
  }
  return `/revenue/rows?${search}`
}
