import type { Id } from '../definition/record.ts'
import { ESTIMATE_STATUSES } from '../facts/estimate-facts.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import { formatTicks, parseTicks, type Ticks } from '../lib/ticks.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import {
  type HandInvoice,
  type HandJob,
  handCampaigns,
  handCustomers,
  handEstimates,
  handInvoices,
  handJobs,
  handJobTypes,
  handPayments,
  handTechnicians,
  handUnits,
  handVisits,
} from './hand-data.ts'
import { templateOf } from './hand-template.ts'

/** A record to insert, and when it was last modified. */
type HandRecord<N extends ResourceName> = { fields: Partial<ResourceRecords[N]>; modifiedAt: Ticks }

type HandRecords = { [N in ResourceName]?: HandRecord<N>[] }

const instant = (text: string): string => `2026-${text.replace(' ', 'T')}:00Z`
const date = (day: string): string => `2026-${day}T00:00:00Z`

/** When the settings and the customers were entered. */
const BEFORE = '2026-10-01T12:00:00Z'

const numbered = <T>(of: Readonly<Record<number, T>>): [number, T][] =>
  Object.entries(of).map(([id, value]) => [Number(id), value])

const idsOf = <T extends { job: number }>(of: Readonly<Record<number, T>>, job: number): number[] =>
  numbered(of).flatMap(([id, value]) => (value.job === job ? [id] : []))

const locationOf = (customer: number): number => customer + 100
const customerName = (customer: number): string => `Customer ${customer}`
const named = (id: number, names: Readonly<Record<number, string>>) => ({ id, name: names[id] ?? null })
const jobOf = (id: number): HandJob => {
  const job = handJobs[id]
  if (!job) throw new Error(`Expected job ${id} in the hand data`)
  return job
}

const jobFields = (id: number, job: HandJob): Partial<ResourceRecords['jobs']> => {
  const visits = idsOf(handVisits, id)
  const [invoice = 0] = idsOf(handInvoices, id)
  const estimates = idsOf(handEstimates, id)
  return {
    jobNumber: String(id),
    customerId: job.customer,
    locationId: locationOf(job.customer),
    jobStatus: job.status,
    completedOn: job.completed === undefined ? null : instant(job.completed),
    businessUnitId: job.unit,
    jobTypeId: job.type,
    campaignId: job.campaign,
    appointmentCount: visits.length,
    firstAppointmentId: visits[0] ?? 0,
    lastAppointmentId: visits.at(-1) ?? 0,
    recallForId: job.recallFor ?? null,
    noCharge: handJobTypes[job.type]?.[2] ?? false,
    invoiceId: invoice,
    total: Number(handInvoices[invoice]?.total ?? 0),
    estimateIds: estimates,
    soldById: estimates.some((estimate) => handEstimates[estimate]?.status === 'Sold') ? 12 : null,
  }
}

const invoiceFields = (id: number, { job, total, day, due, balance, adjusts }: HandInvoice) => {
  const { customer, unit, type } = jobOf(job)
  const [item] = templateOf('invoices').items ?? []
  const [, , paidOn] =
    Object.values(handPayments).find(([invoice]) => invoice === id && balance === '0.00') ?? []
  return {
    referenceNumber: String(id),
    invoiceDate: date(day),
    dueDate: date(due),
    subTotal: total,
    salesTax: '0.00',
    salesTaxCode: null,
    total,
    balance,
    customer: { id: customer, name: customerName(customer) },
    location: { id: locationOf(customer), name: customerName(customer) },
    businessUnit: named(unit, handUnits),
    adjustmentToId: adjusts ?? null,
    job: { id: job, number: String(job), type: handJobTypes[type]?.[0] ?? null },
    items: item
      ? [
          {
            ...item,
            id: id * 10,
            price: total,
            total,
            businessUnit: named(unit, handUnits),
            technicianId: null,
          },
        ]
      : [],
    paidOn: paidOn ? date(paidOn) : null,
  }
}

/** The fields of the records, and when each was created and modified: as late as its latest fact. */
const describeRecords = () => ({
  'business-units': numbered(handUnits).map(([id, name]) =>
    entry(id, BEFORE, { name, trade: null, division: null }),
  ),
  'job-types': numbered(handJobTypes).map(([id, [name, soldThreshold, noCharge]]) =>
    entry(id, BEFORE, { name, soldThreshold, noCharge, businessUnitIds: [], class: 'Service' }),
  ),
  campaigns: numbered(handCampaigns).map(([id, name]) => entry(id, BEFORE, { name, businessUnit: null })),
  technicians: numbered(handTechnicians).map(([id, name]) =>
    entry(id, BEFORE, { name, firstName: name, lastName: null, userId: 3_000 + id, businessUnitId: null }),
  ),
  customers: handCustomers.map((id) => entry(id, BEFORE, { name: customerName(id), type: 'Residential' })),
  locations: handCustomers.map((id) =>
    entry(locationOf(id), BEFORE, { name: customerName(id), customerId: id, zoneId: null }),
  ),
  jobs: numbered(handJobs).map(([id, job]) =>
    entry(id, instant(job.booked), jobFields(id, job), instant(job.completed ?? job.booked)),
  ),
  appointments: numbered(handVisits).map(([id, { job, start, end, status, window }]) =>
    entry(
      id,
      instant(jobOf(job).booked),
      {
        jobId: job,
        customerId: jobOf(job).customer,
        appointmentNumber: `${job}-${id}`,
        start: instant(start),
        end: instant(end),
        arrivalWindowStart: window ? instant(window[0]) : null,
        arrivalWindowEnd: window ? instant(window[1]) : null,
        status,
        unused: false,
      },
      status === 'Done' ? instant(end) : instant(jobOf(job).booked),
    ),
  ),
  'appointment-assignments': numbered(handVisits).flatMap(([id, { job, technicians, status, end }]) =>
    technicians.map((technician) =>
      entry(
        id * 100 + technician,
        instant(jobOf(job).booked),
        {
          technicianId: technician,
          technicianName: handTechnicians[technician] ?? '',
          assignedOn: instant(jobOf(job).booked),
          status: status === 'Done' ? 'Done' : 'Scheduled',
          jobId: job,
          appointmentId: id,
        },
        status === 'Done' ? instant(end) : instant(jobOf(job).booked),
      ),
    ),
  ),
  invoices: numbered(handInvoices).map(([id, invoice]) =>
    entry(id, date(invoice.day), invoiceFields(id, invoice)),
  ),
  payments: numbered(handPayments).map(([id, [invoice, amount, day]]) => {
    const { customer, unit } = jobOf(handInvoices[invoice]?.job ?? 0)
    return entry(id, date(day), {
      total: amount,
      unappliedAmount: '0.00',
      date: date(day),
      customer: { id: customer, name: customerName(customer) },
      businessUnit: named(unit, handUnits),
      referenceNumber: String(invoice),
      memo: null,
      appliedTo: [
        {
          appliedAmount: amount,
          appliedBy: null,
          appliedId: id,
          appliedOn: date(day),
          appliedTo: invoice,
          appliedToReferenceNumber: String(invoice),
        },
      ],
    })
  }),
  estimates: numbered(handEstimates).map(([id, { job, subtotal, status, created, sold }]) => {
    const { customer, unit } = jobOf(job)
    const value = ESTIMATE_STATUSES.indexOf(status)
    return entry(
      id,
      instant(created),
      {
        jobId: job,
        jobNumber: String(job),
        customerId: customer,
        locationId: locationOf(customer),
        businessUnitId: unit,
        businessUnitName: handUnits[unit] ?? null,
        status: { value, name: status },
        subtotal,
        tax: 0,
        items: null,
        soldOn: sold === undefined ? null : instant(sold),
        soldBy: sold === undefined ? null : 12,
      },
      instant(sold ?? created),
    )
  }),
})

const entry = <F extends object>(id: Id, createdOn: string, fields: F, modifiedOn = createdOn) => ({
  ...fields,
  id,
  createdOn,
  modifiedOn,
})

/** The records of the hand data by resource, in the order of their modification. */
export const createHandRecords = (): HandRecords =>
  Object.fromEntries(
    Object.entries(describeRecords()).map(([name, records]) => {
      const template = templateOf(name as ResourceName)
      const sorted = records.toSorted((a, b) => (a.modifiedOn < b.modifiedOn ? -1 : 1))
      // Two records of one resource never have the same time of modification.
      const entries = sorted.map((fields, n) => {
        const modifiedAt = (parseTicks(fields.modifiedOn) ?? 0) + n
        return { fields: { ...template, ...fields, modifiedOn: formatTicks(modifiedAt) }, modifiedAt }
      })
      return [name, entries]
    }),
  )
