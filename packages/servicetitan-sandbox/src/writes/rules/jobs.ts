import { FIRST_USER_ID } from '../../definition/common.ts'
import { PRIORITIES } from '../../definition/priorities.ts'
import type { Id } from '../../definition/record.ts'
import { emptyInvoice } from '../../facts/empty-invoice.ts'
import type { JobRecord } from '../../resources/jobs.ts'
import type { LocationRecord } from '../../resources/locations.ts'
import { type Checks, createChecks, findOrRefuse } from '../checks.ts'
import { normaliser } from '../normalise.ts'
import type { WriteContext } from '../write-context.ts'
import { type GivenCustomField, jobCustomFields } from './custom-fields.ts'
import { type GivenExternalData, notedExternalData, putExternalData } from './external-data.ts'
import { type Rule, ruleOf } from './rule.ts'
import { checkTimes } from './times.ts'
import { type GivenVisit, insertVisit } from './visits.ts'

type JobFields = {
  customerId: number
  locationId: number
  businessUnitId: number
  jobTypeId: number
  campaignId: number
  priority: string
  summary?: string | null
  customerPo?: string | null
  soldById?: number | null
  noCharge?: boolean | null
  jobGeneratedLeadSource?: { jobId?: number | null; employeeId?: number | null } | null
  customFields?: GivenCustomField[] | null
  tagTypeIds?: number[] | null
  externalData?: GivenExternalData | null
}

type NewJob = JobFields & {
  appointments: GivenVisit[]
  projectId?: number | null
  bookingId?: number | null
  partnerLeadCallId?: number | null
}

/** Checks what a job refers to; `now`: what it will be, `body`: what is written. */
const checkReferences = (
  context: WriteContext,
  checks: Checks,
  { body, now }: { body: Partial<JobFields>; now: Pick<JobRecord, 'customerId' | 'locationId'> },
): LocationRecord | undefined => {
  checks.known('customers', body.customerId, { path: 'customerId', isActive: true })
  checks.known('locations', body.locationId, { path: 'locationId', isActive: true })
  checks.known('business-units', body.businessUnitId, { path: 'businessUnitId' })
  checks.known('job-types', body.jobTypeId, { path: 'jobTypeId' })
  checks.known('campaigns', body.campaignId, { path: 'campaignId' })
  checks.known('technicians', body.soldById, { path: 'soldById' })
  checks.allKnown('tag-types', body.tagTypeIds, { path: 'tagTypeIds' })
  const priorities: readonly string[] = PRIORITIES
  if (body.priority !== undefined && !priorities.includes(body.priority))
    checks.add('priority', `The value '${body.priority}' is not one of ${PRIORITIES.join(', ')}.`)
  const location = context.find('locations', now.locationId)
  const isMoved = body.customerId !== undefined || body.locationId !== undefined
  if (isMoved && location && String(location.customerId) !== String(now.customerId))
    checks.add('locationId', `The location ${location.id} is not one of customer ${now.customerId}.`)
  return location
}

const leadSourceOf = (given: JobFields['jobGeneratedLeadSource']) =>
  given ? { jobId: given.jobId ?? null, employeeId: given.employeeId ?? null } : null

/** The empty invoice of a new job, in a world with invoices. */
const insertInvoice = (
  context: WriteContext,
  { id, job, location }: { id: Id; job: JobRecord; location: LocationRecord },
): void => {
  const { name = null } = context.find('business-units', job.businessUnitId) ?? {}
  const type = context.find('job-types', job.jobTypeId)?.name ?? null
  const customerName = context.find('customers', job.customerId)?.name ?? null
  context.insert('invoices', {
    id,
    businessUnit: { id: job.businessUnitId, name },
    ...emptyInvoice({ at: context.now(), location, customerName, job: { id: job.id, type } }),
  })
}

const createJob = ruleOf<NewJob>((context, { body }) => {
  const checks = createChecks(context)
  const location = checkReferences(context, checks, { body, now: body })
  if (body.appointments.length === 0) checks.add('appointments', 'A job must have at least one appointment.')
  for (const [index, visit] of body.appointments.entries()) {
    const path = `appointments[${index}].`
    checkTimes(checks, visit, path)
    checks.allKnown('technicians', visit.technicianIds, { path: `${path}technicianIds`, isActive: true })
  }
  checks.refuse()
  const normalise = normaliser(context.settings)
  const id = context.nextId('jobs')
  const visits = body.appointments
    .map((visit) => ({ ...visit, id: context.nextId('appointments') }))
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
  const invoiceId = context.has('invoices') ? context.nextId('invoices') : 0
  const job = context.insert(
    'jobs',
    {
      id,
      jobNumber: String(id),
      projectId: body.projectId ?? null,
      customerId: body.customerId,
      locationId: body.locationId,
      jobStatus: 'Scheduled',
      completedOn: null,
      businessUnitId: body.businessUnitId,
      jobTypeId: body.jobTypeId,
      priority: body.priority,
      campaignId: body.campaignId,
      appointmentCount: visits.length,
      firstAppointmentId: visits[0]?.id ?? 0,
      lastAppointmentId: visits.at(-1)?.id ?? 0,
      recallForId: null,
      warrantyId: null,
      jobGeneratedLeadSource: leadSourceOf(body.jobGeneratedLeadSource),
      noCharge: body.noCharge ?? context.find('job-types', body.jobTypeId)?.noCharge ?? false,
      notificationsEnabled: true,
      createdById: FIRST_USER_ID,
      tagTypeIds: body.tagTypeIds ?? [],
      leadCallId: null,
      partnerLeadCallId: body.partnerLeadCallId ?? null,
      bookingId: body.bookingId ?? null,
      soldById: body.soldById ?? null,
      customerPo: normalise.text(body.customerPo ?? ''),
      invoiceId,
      membershipId: null,
      total: 0,
      createdFromEstimateId: null,
      estimateIds: [],
      equipmentIds: [],
      isAutoDispatched: false,
      summary: normalise.summary(body.summary ?? null),
      customFields: jobCustomFields(body.customFields ?? []),
      externalData: [],
      summaryOfWork: null,
      active: true,
    },
    notedExternalData(body.externalData),
  )
  for (const visit of visits) insertVisit(context, job, visit)
  if (location && invoiceId !== 0) insertInvoice(context, { id: invoiceId, job, location })
  return { ...job, externalData: putExternalData(context, 'jobs', { id, given: body.externalData }) }
})

type JobPatch = Partial<JobFields> & { isAutoDispatched?: boolean; summaryOfWork?: string }

/** The fields of a body that are stored as they are. */
const PLAIN = [
  'customerId',
  'locationId',
  'businessUnitId',
  'jobTypeId',
  'priority',
  'campaignId',
  'soldById',
  'noCharge',
  'isAutoDispatched',
  'summaryOfWork',
  'tagTypeIds',
] as const

const updateJob = ruleOf<JobPatch>((context, { id, body }) => {
  const job = findOrRefuse(context, 'jobs', id)
  const checks = createChecks(context)
  checkReferences(context, checks, { body, now: { ...job, ...body } })
  checks.refuse()
  const normalise = normaliser(context.settings)
  const plain = Object.fromEntries(
    PLAIN.flatMap((field) => (body[field] === undefined ? [] : [[field, body[field]]])),
  )
  const patch: Partial<JobRecord> = {
    ...plain,
    ...(body.summary !== undefined && { summary: normalise.summary(body.summary) }),
    ...(typeof body.customerPo === 'string' && { customerPo: normalise.text(body.customerPo) }),
    ...(body.jobGeneratedLeadSource !== undefined && {
      jobGeneratedLeadSource: leadSourceOf(body.jobGeneratedLeadSource),
    }),
    ...(body.customFields && { customFields: jobCustomFields(body.customFields) }),
  }
  const record = context.update('jobs', job.id, patch, notedExternalData(body.externalData))
  const externalData = putExternalData(context, 'jobs', { id: record.id, given: body.externalData })
  return { ...record, externalData }
})

/**
 * A job refers to records that exist; else 400, because the vendor documents no other status. A PATCH replaces whole
 * lists; `shouldUpdateInvoiceItems` is ignored, and so are leads and signatures of new jobs.
 */
export const jobRules: Readonly<Record<string, Rule>> = { Jobs_Create: createJob, Jobs_Update: updateJob }
