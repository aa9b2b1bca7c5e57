import type { Random } from '../lib/random.ts'

/** The relative frequencies of activities when no visit is due. */
const WEIGHTS = [
  ['book', 80],
  ['reassign', 80],
  ['shift', 90],
  ['move', 45],
  ['contact', 40],
  ['pay', 50],
  ['nightCall', 12],
  ['cancel', 3],
] as const

export type Choice = (typeof WEIGHTS)[number][0]

const TOTAL_WEIGHT = WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0)

export const choose = (random: Random): Choice => {
  let left = random.int(TOTAL_WEIGHT)
  for (const [choice, weight] of WEIGHTS) {
    left -= weight
    if (left < 0) return choice
  }
  return 'book'
}
