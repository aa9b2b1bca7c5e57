import { SUMMARIES } from './names.ts'

/** What is done at a job, which decides its price. */
export type WorkKind = 'callback' | 'tune-up' | 'repair' | 'install' | 'sale'

/** The name of the type of jobs that repeat earlier work free of charge. */
export const CALLBACK = 'Warranty callback'

/** Shares of a year's demand by month, January first, of mean 1. */
const SEASONS = {
  cooling: [0, 0, 0.1, 0.4, 1.1, 2.6, 3.1, 2.7, 1.5, 0.4, 0.1, 0],
  heating: [2.8, 2.3, 1.2, 0.5, 0.1, 0, 0, 0, 0.1, 0.7, 1.7, 2.6],
  spring: [0.1, 0.4, 2.3, 3.4, 2.6, 0.8, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4],
  fall: [0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.5, 1.1, 2.7, 3.3, 2.1, 0.5],
  comfort: [1.2, 1, 0.7, 0.7, 0.9, 1.4, 1.6, 1.5, 0.9, 0.6, 0.7, 0.8],
  even: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
} as const

/** Jobs of one type that business units of one name do, and how many of them there are, compared with others. */
type Line = {
  unit: string
  jobType: string
  kind: WorkKind
  season: keyof typeof SEASONS
  weight: number
}

/** What the contractor does. */
const LINES: readonly Line[] = [
  { unit: 'HVAC – Service', jobType: 'No cool', kind: 'repair', season: 'cooling', weight: 24 },
  { unit: 'HVAC – Service', jobType: 'No heat', kind: 'repair', season: 'heating', weight: 20 },
  { unit: 'HVAC – Service', jobType: 'Spring tune-up', kind: 'tune-up', season: 'spring', weight: 10 },
  { unit: 'HVAC – Service', jobType: 'Fall tune-up', kind: 'tune-up', season: 'fall', weight: 9 },
  { unit: 'HVAC – Service', jobType: 'Duct cleaning', kind: 'repair', season: 'even', weight: 3 },
  { unit: 'HVAC – Install', jobType: 'System estimate', kind: 'sale', season: 'comfort', weight: 4 },
  { unit: 'HVAC – Install', jobType: 'System replacement', kind: 'install', season: 'comfort', weight: 3 },
  { unit: 'Plumbing – Service', jobType: 'Water heater leak', kind: 'repair', season: 'even', weight: 15 },
  { unit: 'Plumbing – Service', jobType: 'Backflow test', kind: 'tune-up', season: 'even', weight: 4 },
  { unit: 'Drains & Sewer', jobType: 'Drain clearing', kind: 'repair', season: 'even', weight: 13 },
  { unit: 'Electrical – Service', jobType: 'No power', kind: 'repair', season: 'even', weight: 8 },
  { unit: 'Electrical – Service', jobType: 'Panel upgrade', kind: 'install', season: 'even', weight: 0.7 },
  {
    unit: 'Electrical – Service',
    jobType: 'EV charger install',
    kind: 'install',
    season: 'even',
    weight: 0.7,
  },
]

/** The indexes of customers' summaries by the first word of a business unit. */
const SUMMARIES_OF: Readonly<Record<string, readonly number[]>> = {
  HVAC: [0, 3, 5, 7],
  Plumbing: [1, 8, 9],
  Drains: [4, 8],
  Electrical: [2, 6],
}

/** The demand for a line in a month, compared with other lines and months. @param month 0 for January */
const demandForLine = ({ season, weight }: Line, month: number): number =>
  weight * (SEASONS[season][month] ?? 1)

const TOTALS = Array.from({ length: 12 }, (_, month) =>
  LINES.reduce((sum, line) => sum + demandForLine(line, month), 0),
)

/** The demand for all work in a month, compared with other months. @param month 0 for January */
export const demandOf = (month: number): number => TOTALS[month] ?? 1

/**
 * Chooses what a customer asks for in a month, among what the contractor does then; undefined if it does nothing yet.
 *
 * @param choice in [0, 1)
 */
export const chooseLine = (
  month: number,
  choice: number,
  isDone: (line: { unit: string; jobType: string }) => boolean,
): { unit: string; jobType: string } | undefined => {
  const done = LINES.filter(isDone)
  let left = choice * done.reduce((sum, line) => sum + demandForLine(line, month), 0)
  return done.find((line) => {
    left -= demandForLine(line, month)
    return left < 0
  })
}

/** Matches a name and its numbered repetitions, such as "No cool 2". */
const isNamed = (known: string, name: string): boolean => name === known || name.startsWith(`${known} `)

/** What is done at jobs of a type, by its name. */
export const kindOf = (jobType: string): WorkKind =>
  isNamed(CALLBACK, jobType)
    ? 'callback'
    : (LINES.find((line) => isNamed(line.jobType, jobType))?.kind ?? 'repair')

/** A customer's summary of a job for a business unit. @param choice in [0, 1) */
export const summaryFor = (businessUnit: string, choice: number): string => {
  const known = SUMMARIES_OF[businessUnit.split(' ', 1)[0] ?? ''] ?? SUMMARIES.keys().toArray()
  return SUMMARIES[known[Math.floor(choice * known.length)] ?? 0] ?? ''
}
