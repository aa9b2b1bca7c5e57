// What the hand data has of time, calls, costs, cancellations and memberships. Times are UTC, as `11-02 16:20` of 2026.

/** A cached row to insert. */
export interface HandRow {
  readonly id: number
  /** Members of `full_data`. @default none */
  readonly data?: object
  readonly columns: Readonly<Record<string, unknown>>
}

/** An instant of 2026. */
export const instant = (text: string): string => `2026-${text.replace(' ', 'T')}Z`
/** A day of 2026, as ServiceTitan sends it. */
export const date = (text: string): string => `2026-${text}T00:00:00Z`
const maybe = (text: string | null) => (text === null ? null : instant(text))

/** The end of the arrival window of a visit. */
export const windowEnds: Readonly<Record<number, string>> = {
  2: '11-01 04:30',
  4: '11-02 16:00',
  5: '11-03 16:00',
}

/** Visit, job, technician, arrived, done, canceled: of the third the technician is not done, the last was called off. */
const timesheets: readonly (readonly [number, number, number, string, string | null, string | null])[] = [
  [2, 2, 11, '11-01 04:10', '11-01 05:30', null],
  [2, 2, 12, '11-01 04:20', '11-01 05:30', null],
  [3, 3, 12, '11-01 06:00', null, null],
  [4, 4, 12, '11-02 16:20', '11-02 18:00', null],
  [5, 4, 12, '11-03 13:50', '11-03 18:00', null],
  [6, 5, 11, '11-04 15:00', '11-04 16:00', '11-04 15:10'],
]

/** Invoice, hours of one, quantity, and whether it is active. */
const items: readonly (readonly [number, number, string, boolean])[] = [
  [2, 1.5, '1', true],
  [4, 4, '2', true],
  [5, 4, '-0.5', true],
  [6, 1, '1.0', true],
  [6, 3, '1', false],
]

/** Technician, type, begin and end. The first of November begins at 05:00 UTC. */
const shifts: readonly (readonly [number, string, string, string])[] = [
  [11, 'Normal', '10-31 13:00', '10-31 22:00'],
  [11, 'Normal', '11-02 14:00', '11-02 23:00'],
  [11, 'TimeOff', '11-02 20:00', '11-02 21:00'],
  [12, 'Normal', '11-01 04:00', '11-01 12:00'],
  [12, 'OnCall', '11-03 00:00', '11-04 00:00'],
  [12, 'Normal', '11-03 14:00', '11-03 22:00'],
]

/** Technician, begin, duration, and whether it lasts all day. */
const otherWork: readonly (readonly [number, string, string, boolean])[] = [
  [11, '11-02 20:30', '01:00:00', false],
  [12, '11-04 15:00', '1.00:00:00', true],
]

/** Time, direction, type and campaign. The last is on the 30th of November there. */
const calls: readonly (readonly [string, string, string | null, number | null])[] = [
  ['10-31 15:00', 'Inbound', 'Booked', 1],
  ['11-02 15:00', 'Inbound', 'Booked', 1],
  ['11-03 02:00', 'Inbound', 'Unbooked', 1],
  ['11-04 15:00', 'Inbound', 'Excused', 2],
  ['11-04 16:00', 'Outbound', 'Booked', 2],
  ['11-05 15:00', 'Inbound', null, null],
  ['12-01 05:30', 'Inbound', 'Abandoned', 1],
]

/** Campaign, month, and cost of a day. */
const costs: readonly (readonly [number, number, string])[] = [
  [1, 10, '9.99'],
  [1, 11, '10.00'],
  [2, 11, '2.50'],
]

/** Customer, time of creation, and status. */
const memberships: readonly (readonly [number, string, string])[] = [
  [101, '10-05 15:00', 'Active'],
  [102, '11-03 15:00', 'Active'],
  [103, '10-10 15:00', 'Canceled'],
  [102, '11-01 04:30', 'Suspended'],
  [101, '11-25 15:00', 'Active'],
]

/** Membership, time, and the statuses before and after. */
const statusChanges: readonly (readonly [number, string, string, string])[] = [
  [1, '11-10 15:00', 'Active', 'Expired'],
  [1, '11-20 15:00', 'Expired', 'Active'],
  [3, '11-15 15:00', 'Active', 'Canceled'],
]

const numbered = <T>(rows: readonly T[], columnsOf: (row: T) => Record<string, unknown>): HandRow[] =>
  rows.map((row, place) => ({ id: place + 1, columns: columnsOf(row) }))

/** The rows by cache table, without the prefix. */
export function handLabor(): Readonly<Record<string, readonly HandRow[]>> {
  return {
    job_timesheets: numbered(timesheets, ([visit, job, technician, arrived, done, canceled]) => ({
      appointment_id: visit,
      job_id: job,
      technician_id: technician,
      arrived_on: instant(arrived),
      done_on: maybe(done),
      canceled_on: maybe(canceled),
    })),
    // All to the technician who was there: the same shares as without.
    job_splits: [{ id: 1, columns: { job_id: 6, technician_id: 11, split: 100 } }],
    invoice_items: numbered(items, ([invoice, hours, quantity, active]) => ({
      invoice_id: invoice,
      sold_hours: hours,
      quantity,
      active,
    })),
    technician_shifts: numbered(shifts, ([technician, type, start, end]) => ({
      technician_id: technician,
      shift_type: type,
      starts_on: instant(start),
      ends_on: instant(end),
    })),
    non_job_appointments: numbered(otherWork, ([technician, start, duration, allDay]) => ({
      technician_id: technician,
      starts_on: instant(start),
      duration,
      all_day: allDay,
    })),
    calls: numbered(calls, ([at, direction, type, campaign]) => ({
      created_on: instant(at),
      direction,
      call_type: type,
      campaign_id: campaign,
    })),
    campaign_costs: numbered(costs, ([campaign, month, daily]) => ({
      campaign_id: campaign,
      year: 2026,
      month,
      daily_cost: daily,
    })),
    job_cancel_reasons: [{ id: 1, columns: { name: 'Price too high' } }],
    job_canceled_logs: [{ id: 1, columns: { job_id: 5, reason_id: 1, created_on: instant('11-04 14:00') } }],
    memberships: numbered(memberships, ([customer, created, status]) => ({
      customer_id: customer,
      business_unit_id: 1,
      created_on: instant(created),
      status,
    })),
    membership_status_changes: numbered(statusChanges, ([membership, at, before, after]) => ({
      membership_id: membership,
      created_on: instant(at),
      old_status: before,
      new_status: after,
    })),
  }
}
