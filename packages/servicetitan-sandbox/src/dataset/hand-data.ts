// An account whose numbers were computed by hand, in the time zone America/Chicago, where the clocks go back on
// 2026-11-01. A test of the sync compares it with the rows that `analytics/testing` writes: that package may not import
// a simulation of ServiceTitan. Instants are in UTC, of 2026, as `10-30 14:00`; days as `10-30`.

/** The time of a clock at which all of the data exists and is older than the exports' delay. */
export const HAND_NOW = '2026-12-02T18:00:00Z'

export const handUnits: Readonly<Record<number, string>> = { 1: 'Service', 2: 'Install' }

/** Name, threshold from which a job counts as sold, and whether it is free of charge. */
export const handJobTypes: Readonly<Record<number, readonly [string, number, boolean]>> = {
  1: ['Repair', 100, false],
  2: ['Replacement', 1_000, false],
  3: ['Callback', 100, true],
}

export const handCampaigns: Readonly<Record<number, string>> = { 1: 'Search', 2: 'Mail' }

export const handTechnicians: Readonly<Record<number, string>> = { 11: 'Ada', 12: 'Ben' }

export const handCustomers: readonly number[] = [101, 102, 103]

export type HandJob = {
  unit: number
  type: number
  campaign: number
  customer: number
  booked: string
  completed?: string
  status: 'Completed' | 'Canceled' | 'Scheduled' | 'Hold'
  recallFor?: number
}

export const handJobs: Readonly<Record<number, HandJob>> = {
  1: {
    unit: 1,
    type: 1,
    campaign: 1,
    customer: 101,
    booked: '10-30 14:00',
    completed: '10-31 04:30',
    status: 'Completed',
  },
  2: {
    unit: 1,
    type: 1,
    campaign: 1,
    customer: 102,
    booked: '10-31 15:00',
    completed: '11-01 05:30',
    status: 'Completed',
  },
  3: {
    unit: 1,
    type: 3,
    campaign: 1,
    customer: 101,
    booked: '11-01 14:00',
    completed: '11-02 05:30',
    status: 'Completed',
    recallFor: 1,
  },
  4: {
    unit: 2,
    type: 2,
    campaign: 2,
    customer: 103,
    booked: '11-01 16:00',
    completed: '11-03 18:00',
    status: 'Completed',
  },
  5: { unit: 1, type: 1, campaign: 2, customer: 102, booked: '11-02 15:00', status: 'Canceled' },
  6: {
    unit: 1,
    type: 1,
    campaign: 1,
    customer: 103,
    booked: '11-03 15:00',
    completed: '11-04 16:30',
    status: 'Completed',
  },
  7: { unit: 1, type: 1, campaign: 1, customer: 101, booked: '11-03 15:00', status: 'Scheduled' },
  8: { unit: 2, type: 2, campaign: 2, customer: 102, booked: '11-02 15:00', status: 'Hold' },
}

export type HandVisit = {
  job: number
  start: string
  end: string
  status: 'Done' | 'Canceled' | 'Scheduled'
  technicians: readonly number[]
  /** The window of arrival that was announced. */
  window?: readonly [string, string]
}

export const handVisits: Readonly<Record<number, HandVisit>> = {
  1: { job: 1, start: '10-30 20:00', end: '10-30 21:00', status: 'Done', technicians: [11] },
  2: {
    job: 2,
    start: '11-01 04:00',
    end: '11-01 05:30',
    status: 'Done',
    technicians: [11, 12],
    window: ['11-01 04:00', '11-01 04:30'],
  },
  3: { job: 3, start: '11-01 05:30', end: '11-01 09:30', status: 'Done', technicians: [12] },
  4: {
    job: 4,
    start: '11-02 14:00',
    end: '11-02 18:00',
    status: 'Done',
    technicians: [12],
    window: ['11-02 14:00', '11-02 16:00'],
  },
  5: {
    job: 4,
    start: '11-03 14:00',
    end: '11-03 18:00',
    status: 'Done',
    technicians: [12],
    window: ['11-03 14:00', '11-03 16:00'],
  },
  6: { job: 5, start: '11-04 15:00', end: '11-04 16:00', status: 'Canceled', technicians: [11] },
  7: { job: 6, start: '11-04 15:00', end: '11-04 16:00', status: 'Done', technicians: [11] },
  8: { job: 7, start: '11-10 15:00', end: '11-10 16:00', status: 'Scheduled', technicians: [] },
}

export type HandInvoice = {
  job: number
  total: string
  day: string
  due: string
  balance: string
  adjusts?: number
}

/** Without tax. */
export const handInvoices: Readonly<Record<number, HandInvoice>> = {
  1: { job: 1, total: '450.00', day: '10-30', due: '11-29', balance: '0.00' },
  2: { job: 2, total: '100.01', day: '11-01', due: '12-01', balance: '100.01' },
  4: { job: 4, total: '8200.00', day: '11-03', due: '11-03', balance: '3200.00' },
  5: { job: 4, total: '-200.00', day: '11-05', due: '11-05', balance: '-200.00', adjusts: 4 },
  6: { job: 6, total: '89.00', day: '11-04', due: '12-04', balance: '0.00' },
}

/** Invoice, amount and day. */
export const handPayments: Readonly<Record<number, readonly [number, string, string]>> = {
  1: [1, '450.00', '11-15'],
  2: [4, '5000.00', '11-04'],
  3: [6, '89.00', '12-01'],
}

export type HandEstimate = {
  job: number
  subtotal: number
  status: 'Open' | 'Sold' | 'Dismissed'
  created: string
  sold?: string
}

/** All sold ones were sold by technician 12. */
export const handEstimates: Readonly<Record<number, HandEstimate>> = {
  1: { job: 4, subtotal: 8_200, status: 'Sold', created: '11-02 16:00', sold: '11-02 17:00' },
  2: { job: 4, subtotal: 12_000, status: 'Dismissed', created: '11-02 16:00' },
  3: { job: 6, subtotal: 300, status: 'Open', created: '11-04 16:00' },
  4: { job: 8, subtotal: 5_000, status: 'Sold', created: '11-04 16:00', sold: '11-04 17:00' },
}
