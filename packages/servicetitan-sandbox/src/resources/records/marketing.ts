import type { Id } from '../../definition/record.ts'

/** `Marketing.V2.CampaignResponse` */
export type CampaignRecord = {
  id: Id
  name: string
  modifiedOn: string
  createdOn: string
  active: boolean
  isDefaultCampaign: boolean | null
  category: { id: number; name: string; active: boolean } | null
  source: string | null
  otherSource: string | null
  businessUnit: string | null
  medium: string | null
  otherMedium: string | null
  campaignPhoneNumbers: string[] | null
}
