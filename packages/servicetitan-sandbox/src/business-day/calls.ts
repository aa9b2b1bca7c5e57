import { callerOf, talkOf, unbookedCall } from '../facts/call-kinds.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import { TICKS_PER_MINUTE } from '../lib/ticks.ts'
import type { LocationRecord } from '../resources/locations.ts'
import { type Activity, instant, type Office } from './office.ts'

/** The share of bookings that are made by phone, and how many other calls come for each of them. */
const CALL_SHARE = 0.85
const OTHER_SHARE = 0.6

type Campaign = { id: ResourceRecords['campaigns']['id']; name: string }

const inbound = (office: Office, { id, name }: Campaign) => ({
  from: callerOf(office.random),
  direction: 'Inbound',
  status: 'Completed',
  campaign: { id, name },
  createdBy: null,
})

/** The id of the call by which a job is booked, or null if it is not booked by phone. */
export const nextCallId = (office: Office): number | null =>
  office.has('calls') && office.random.chance(CALL_SHARE) ? office.nextId('calls') : null

/** Writes the call by which a job was booked, and some calls of people who booked nothing. */
export function* takeCalls(
  office: Office,
  of: { callId: number | null; jobId: number; location: LocationRecord; campaign: Campaign },
): Activity {
  const { random, board, now } = office
  const { callId, jobId, location, campaign } = of
  if (callId !== null)
    yield* office.insert('calls', {
      id: callId,
      ...inbound(office, campaign),
      type: 'Booked',
      duration: talkOf(random),
      createdOn: instant(now() - 5 * TICKS_PER_MINUTE),
      reason: null,
      customer: {
        id: location.customerId,
        name: office.find('customers', location.customerId)?.name ?? '',
      },
      location: { id: location.id, name: location.name },
      job: { id: jobId, number: String(jobId) },
      excuseMemo: '',
    })
  const other = random.chance(OTHER_SHARE) ? office.pick('campaigns') : undefined
  if (!other) return
  const call = unbookedCall(random, { isEvening: board.time.hourOf(now()) >= 17 })
  yield* office.insert('calls', {
    ...inbound(office, other),
    ...call,
    ...(call.type === 'Abandoned' && { agent: null, recordingUrl: null }),
  })
}
