/** Names of a contractor's own lists, in the order in which they are assigned. */

export const TEAMS = ['North HVAC', 'South HVAC', 'Plumbing', 'Electrical', 'Install crew']

export const BUSINESS_UNITS = [
  'HVAC – Service',
  'HVAC – Install',
  'Plumbing – Service',
  'Electrical – Service',
  'Drains & Sewer',
]

export const TRADES = ['HVAC', 'HVAC', 'Plumbing', 'Electrical', 'Plumbing']

export const ZONES = ['Midtown', 'North', 'East Valley', 'Riverside', 'Hill Country', 'Lakes']

export const CAMPAIGNS = [
  'Google Local Services',
  'Yard signs',
  'Referral – Freunde & Família',
  'Direct mail spring',
  'Radio 98.5',
  'Website chat',
  'Home show',
  'Truck wrap',
  'Email newsletter',
  'Neighbors app',
]

/** The most important ones first, so that a contractor with few types has them. */
export const JOB_TYPES = [
  'No cool',
  'No heat',
  'Spring tune-up',
  'Fall tune-up',
  'System estimate',
  'Water heater leak',
  'Drain clearing',
  'System replacement',
  'No power',
  'Panel upgrade',
  'Warranty callback',
  'EV charger install',
  'Backflow test',
  'Duct cleaning',
]

export const TAG_TYPES = [
  'VIP',
  'Do not text',
  'Dog on premises',
  'Needs 28 ft ladder',
  'Past due',
  'Membership – Gold',
  'Bilingual tech',
  'Recall',
  'Financing',
  'HOA approval',
  '★ Review left',
  'Under warranty',
]

export const SKUS = [
  { name: 'DIAG-01', displayName: 'Diagnostic fee', type: 'Service' },
  { name: 'CAP-45-5', displayName: 'Dual run capacitor 45/5 µF', type: 'Material' },
  { name: 'LBR-HR', displayName: 'Labor, hourly', type: 'Service' },
  { name: 'R410A-LB', displayName: 'Refrigerant R‑410A, per lb', type: 'Material' },
  { name: 'WH-50G', displayName: 'Water heater 50 gal', type: 'Equipment' },
  { name: 'DISC-MEM', displayName: 'Member discount', type: 'PriceModifier' },
] as const

export const PAYMENT_TYPES = ['Credit Card', 'Check', 'ACH', 'Cash', 'Financing']

/** The name of the n-th record; after the last name, names repeat with a number. */
export const labelOf = (names: readonly string[], index: number): string => {
  const name = names[index % names.length] ?? ''
  const round = Math.floor(index / names.length)
  return round === 0 ? name : `${name} ${round + 1}`
}

/** A rank whose name repeats the n-th of `names` names, among the first `existing` ranks; early ones more often. */
export const rankNamed = (names: number, n: number, existing: number, choice: number): number => {
  const rounds = Math.floor((existing - 1 - n) / names) + 1
  return n + names * Math.floor(Math.max(1, rounds) * choice ** 3)
}

/** The name of a business unit, which is also in invoices, payments, estimates and campaigns. */
export const businessUnitNameOf = (rank: number): string => labelOf(BUSINESS_UNITS, rank)

/** The name of a job type, which is also in the invoices of its jobs. */
export const jobTypeNameOf = (rank: number): string => labelOf(JOB_TYPES, rank)
