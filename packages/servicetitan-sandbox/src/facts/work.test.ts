import { expect, it } from 'vitest'
import { byId, createStory, daysBetween, plainName, shareOf } from '../testing/story.ts'

const story = createStory()
const { jobs, completed, typeOf } = story
const jobById = byId(jobs)
const assigned = Map.groupBy(
  story.all('appointment-assignments').filter(({ active }) => active),
  ({ jobId }) => jobId,
)
/** The technician who did a job: of its first assignment. */
const technicianOf = ({ id }: { id: unknown }) => assigned.get(Number(id))?.[0]?.technicianId
const recalls = jobs.filter(({ recallForId }) => recallForId !== null)
const recalled = new Set(recalls.map(({ recallForId }) => recallForId))
const technicians = [...new Set(completed.map(technicianOf))].filter((id) => id !== undefined)

it('every recall repeats completed work of the same customer free of charge, 3 to 25 days later', () => {
  expect(recalls.length).toBeGreaterThan(500)
  for (const recall of recalls) {
    const original = jobById.get(Number(recall.recallForId))
    expect(original).toMatchObject({
      jobStatus: 'Completed',
      recallForId: null,
      locationId: recall.locationId,
      customerId: recall.customerId,
      businessUnitId: recall.businessUnitId,
    })
    const days = daysBetween(original?.completedOn ?? null, recall.createdOn)
    expect(days).toBeGreaterThanOrEqual(3)
    expect(days).toBeLessThanOrEqual(25)
    expect([typeOf(recall), recall.noCharge, recall.total]).toEqual(['Warranty callback', true, 0])
  }
})

it('some technicians are called back more often than others: 2 to 6 % of their jobs', () => {
  const rates = technicians.map((technician) => {
    const own = completed.filter((job) => job.recallForId === null && technicianOf(job) === technician)
    return shareOf(own, ({ id }) => recalled.has(Number(id)))
  })
  expect(rates).toHaveLength(12)
  expect(Math.min(...rates)).toBeGreaterThan(0.015)
  expect(Math.max(...rates)).toBeLessThan(0.07)
  expect(Math.max(...rates)).toBeGreaterThan(1.8 * Math.min(...rates))
})

it('completed work was done by a technician of its business unit', () => {
  expect(shareOf(completed, (job) => technicianOf(job) !== undefined)).toBeGreaterThan(0.99)
  const units = new Map(story.all('technicians').map(({ id, businessUnitId }) => [id, businessUnitId]))
  const known = completed.filter((job) => units.get(technicianOf(job) ?? 0))
  expect(shareOf(known, (job) => units.get(technicianOf(job) ?? 0) === job.businessUnitId)).toBeGreaterThan(
    0.9,
  )
})

it('campaigns bring different numbers of jobs', () => {
  const campaigns = byId(story.all('campaigns'))
  const numbers = Map.groupBy(jobs, ({ campaignId }) => plainName(campaigns.get(campaignId)?.name))
  const of = (name: string) => numbers.get(name)?.length ?? 0
  expect(of('Google Local Services')).toBeGreaterThan(4 * of('Radio 98.5'))
  expect(of('Radio 98.5')).toBeGreaterThan(of('Home show'))
  expect(of('Home show')).toBeGreaterThan(200)
})

it('about 35 % of customers return, and a few of them often', () => {
  const numbers = [...Map.groupBy(completed, ({ customerId }) => customerId).values()].map(
    ({ length }) => length,
  )
  const returning = numbers.filter((n) => n > 1)
  expect(returning.length / numbers.length).toBeGreaterThan(0.32)
  expect(returning.length / numbers.length).toBeLessThan(0.38)
  const sorted = returning.toSorted((a, b) => b - a)
  const top = sorted.slice(0, Math.ceil(sorted.length / 10)).reduce((sum, n) => sum + n, 0)
  expect(top / returning.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(0.3)
})

it('6 to 9 % of jobs are canceled, more of those that are booked far ahead', () => {
  const visits = Map.groupBy(story.all('appointments'), ({ jobId }) => jobId)
  const isCanceled = ({ jobStatus }: { jobStatus: string }) => jobStatus === 'Canceled'
  expect(shareOf(jobs, isCanceled)).toBeGreaterThan(0.06)
  expect(shareOf(jobs, isCanceled)).toBeLessThan(0.09)
  const ahead = ({ id, createdOn }: (typeof jobs)[number]) =>
    daysBetween(createdOn, visits.get(id)?.[0]?.start ?? null)
  const [soon, late] = [jobs.filter((job) => ahead(job) < 2), jobs.filter((job) => ahead(job) >= 5)]
  expect(Math.min(soon.length, late.length)).toBeGreaterThan(2_000)
  expect(shareOf(late, isCanceled)).toBeGreaterThan(2 * shareOf(soon, isCanceled))
})
