import { SUMMARIES } from './names.ts'

/** A kind of work: the business units that do it, its job types, and the indexes of customers' summaries. */
type Trade = { units: readonly string[]; jobTypes: readonly string[]; summaries: readonly number[] }

const TRADES: readonly Trade[] = [
  {
    units: ['HVAC – Service', 'HVAC – Install'],
    jobTypes: [
      'No cool',
      'No heat',
      'Spring tune-up',
      'Fall tune-up',
      'System estimate',
      'Duct cleaning',
      'Warranty callback',
    ],
    summaries: [0, 3, 5, 7],
  },
  {
    units: ['Plumbing – Service', 'Drains & Sewer'],
    jobTypes: ['Water heater leak', 'Drain clearing', 'Backflow test', 'Warranty callback'],
    summaries: [1, 4, 8, 9],
  },
  {
    units: ['Electrical – Service'],
    jobTypes: ['Panel upgrade', 'EV charger install', 'Warranty callback'],
    summaries: [2, 6],
  },
]

/** Matches a name and its numbered repetitions, such as "No cool 2". */
const isNamed = (names: readonly string[], name: string): boolean =>
  names.some((known) => name === known || name.startsWith(`${known} `))

/** Whether a business unit does jobs of a type, determined by their names. */
export const isDoneBy = (jobType: string, businessUnit: string): boolean =>
  TRADES.some(({ units, jobTypes }) => isNamed(units, businessUnit) && isNamed(jobTypes, jobType))

/** A customer's summary of a job for a business unit. @param choice in [0, 1) */
export const summaryFor = (businessUnit: string, choice: number): string => {
  const known =
    TRADES.find(({ units }) => isNamed(units, businessUnit))?.summaries ?? SUMMARIES.keys().toArray()
  return SUMMARIES[known[Math.floor(choice * known.length)] ?? 0] ?? ''
}
