import { MAX_VOLUME, resultsOf } from '../facts/campaign-results.ts'
import { RECALL_SHARE, RECALLED_AFTER } from '../facts/work.ts'
import { msOfTicks, parseTicks, TICKS_PER_DAY } from '../lib/ticks.ts'
import type { BusinessUnitRecord } from '../resources/business-units.ts'
import type { CampaignRecord } from '../resources/campaigns.ts'
import type { JobTypeRecord } from '../resources/job-types.ts'
import type { JobRecord } from '../resources/jobs.ts'
import type { TechnicianRecord } from '../resources/technicians.ts'
import { CALLBACK, chooseLine } from '../world/trades.ts'
import type { Office } from './office.ts'

/** What a customer asks for. */
export type CustomerRequest = {
  businessUnit: BusinessUnitRecord
  jobType: JobTypeRecord
  campaign: CampaignRecord
  /** The completed job whose work is to be repeated. */
  recallFor: JobRecord | undefined
}

const named =
  (wanted: string | undefined) =>
  ({ active, name }: { active: boolean; name: string | null }): boolean =>
    active && name === wanted

/** A campaign; more often one that brings many jobs. */
const campaignOf = (office: Office): CampaignRecord | undefined =>
  office.pick(
    'campaigns',
    ({ active, name }) => active && office.random.int(MAX_VOLUME) < resultsOf(name).volume,
  ) ?? office.pick('campaigns')

/** A job that was completed lately, and that its customer wants to be done again. */
const recalledJob = (office: Office): JobRecord | undefined => {
  const now = office.now()
  const [from, before] = [RECALLED_AFTER.to, RECALLED_AFTER.from].map((days) => now - days * TICKS_PER_DAY)
  return office.pickCreated(
    'jobs',
    { from: from ?? now, before: before ?? now },
    ({ completedOn, noCharge }) => {
      const completed = parseTicks(completedOn ?? '')
      return completed !== undefined && completed < (before ?? now) && !noCharge
    },
  )
}

/** What a customer asks for in this season, of what the technician's business unit does if one is chosen. */
export const requestOf = (
  office: Office,
  technician: TechnicianRecord | undefined,
): CustomerRequest | undefined => {
  const { random } = office
  const recallFor = random.chance(RECALL_SHARE) ? recalledJob(office) : undefined
  const own = technician?.businessUnitId
  const ownUnit = own ? office.find('business-units', own) : undefined
  const month = new Date(msOfTicks(office.now())).getUTCMonth()
  const line = chooseLine(
    month,
    random.int(10_000) / 10_000,
    ({ unit }) => ownUnit === undefined || ownUnit.name === unit,
  )
  const businessUnit =
    (recallFor && office.find('business-units', recallFor.businessUnitId)) ??
    ownUnit ??
    office.first('business-units', named(line?.unit)) ??
    office.pick('business-units')
  const jobType =
    office.first('job-types', named(recallFor ? CALLBACK : line?.jobType)) ?? office.pick('job-types')
  const campaign = (recallFor && office.find('campaigns', recallFor.campaignId)) ?? campaignOf(office)
  return businessUnit && jobType && campaign ? { businessUnit, jobType, campaign, recallFor } : undefined
}
