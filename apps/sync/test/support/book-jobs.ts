import { type Account, tenantId } from './account.ts'

/** Books jobs of one appointment in ServiceTitan, each with one technician, as a person does. */
export function bookJobs({ sandbox }: Account, count: number): void {
  const tenant = Number(tenantId)
  const location = [...sandbox.records(tenant, 'locations')].find(
    ({ active, customerId }) => active && sandbox.record(tenant, 'customers', customerId)?.active,
  )
  const idOf = (name: 'business-units' | 'job-types' | 'campaigns') =>
    [...sandbox.records(tenant, name)].find(({ active }) => active)?.id
  const technicians = [...sandbox.records(tenant, 'technicians')].filter(({ active }) => active)
  for (let at = 0; at < count; at += 1) {
    const start = new Date(Date.parse('2026-07-01T14:00:00Z') + at * 86_400_000)
    const end = new Date(start.getTime() + 7_200_000)
    const technicianIds = [technicians[at % technicians.length]?.id]
    const { status } = sandbox.as('person').post(`/jpm/v2/tenant/${tenantId}/jobs`, {
      customerId: location?.customerId,
      locationId: location?.id,
      businessUnitId: idOf('business-units'),
      jobTypeId: idOf('job-types'),
      campaignId: idOf('campaigns'),
      priority: 'Normal',
      appointments: [{ start: start.toISOString(), end: end.toISOString(), technicianIds }],
    })
    if (status !== 200) throw new Error(`The sandbox has refused a job with ${status}.`)
  }
  // The feeds withhold changes for minutes.
  sandbox.clock.advance(30 * 60_000)
}
