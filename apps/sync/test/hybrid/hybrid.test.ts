import { afterAll, beforeAll, expect, test } from 'vitest'
import { count, seed as firstSeed, rounds } from '../support/effort.ts'
import { playSeed } from './play-seed.ts'
import { openTheatre, type Theatre } from './stage.ts'

// Hybrid sync as a whole: people edit the same records in LAZI, through the API, and in the sandbox, while requests fail
// before and after they are applied, workers, the API and PostgreSQL are killed, and the domain changes sides. At rest an
// oracle that knows nothing of the merge says what became of each value.
//
//   pnpm test:soak hybrid [seeds] [--seed n] [--true-waits]
//
// Who does what follows from the seed; when it happens, from the machine. A failure prints the seed, and the history of the
// records that are wrong.

let theatre: Theatre
beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre[Symbol.asyncDispose]())

const seeds = Array.from(
  { length: Number(process.env.HYBRID_SEEDS ?? rounds(10, 200)) },
  (_, n) => firstSeed + n,
)

test.each(seeds)('both sides agree at rest, and no value is lost: seed %i', async (seed) => {
  const { problems, history, totals } = await playSeed(theatre, seed)
  for (const [what, times] of Object.entries(totals)) count(what, times)
  const ofThem = problems.length === 0 ? [] : history.lines(problems.map(({ record }) => record))
  const message = [`seed ${seed}:`, ...problems.map(({ record, what }) => `${record}: ${what}`), ...ofThem]
  expect(problems, message.join('\n')).toEqual([])
})
