import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI settings-v2: GET /tenant/{tenant}/technicians, which has no `sort`, and /tenant/{tenant}/export/technicians.
 */
export const technicians: Resource = {
  name: 'technicians',
  module: 'settings',
  listPath: 'technicians',
  exportPath: 'export/technicians',
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters],
  exportParameters,
  scope: 'tn.stt.technicians:r',
  fields: {
    required: fieldNames(`
      id userId name createdOn modifiedOn dailyGoal isManagedTech active burdenRate commissionRate
      hourlyRate soldByRate status
    `),
    optional: fieldNames(`
      roleIds businessUnitId mainZoneId zoneIds email phoneNumber loginName home licenseType
      customFields aadUserId team jobFilter permissions accountLocked currentValue firstName lastName
      jobId mobilePhone outboundCallerId payrollId payrollProfileId appoitmentId shiftStart shiftEnd
      startDate skills positions location bio memo
    `),
  },
}
