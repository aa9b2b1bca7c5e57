import { parseArgs } from 'node:util'
import { exitCode } from 'cli-kit'
import { chosenParts, describeParts } from '../common/parts.ts'
import { endIfUsage, readNumber } from '../common/usage.ts'

/** The parts, and what they measure. */
const parts = {
  first: 'building every fact, against the first sync of the same account',
  change: 'from a change in the sandbox to the number that the API answers, with hot runs every 15 s',
}

const help = `Usage: pnpm bench freshness [options]

How long a number of the reports takes: after the first sync of an account, and after a change of one record.

  --jobs <n>            jobs of the account (default: 10000)
  --rounds <n>          how often the first sync is measured; the median counts (default: 3)
  --seconds <n>         how long changes are watched (default: 180)
  --only <part,part,…>  default: all
${describeParts(parts)}
  --url <url>           a server to use, as a superuser, instead of temporary ones; DATABASE_URL is not read
  --json                print one JSON object

Examples:
  pnpm bench freshness
  pnpm bench freshness --only change --seconds 600
  pnpm bench freshness --only first --jobs 1000000 --rounds 1 --json

BENCH_DATABASE_URL: the same as --url. The part change expects track_commit_timestamp = on there.
Exit code 1: a bar was missed by more than the noise of the rounds; it is named. 2: wrong usage.
`

type Part = keyof typeof parts

export interface BenchOptions {
  readonly jobs: number
  readonly rounds: number
  readonly seconds: number
  readonly has: (part: Part) => boolean
  readonly url: string | undefined
  readonly json: boolean
}

/** Reads the command line; prints the help, or what is wrong with it, and ends the process then. */
export function readOptions(): BenchOptions {
  try {
    return parse()
  } catch (error) {
    return endIfUsage(error)
  }
}

function parse(): BenchOptions {
  const { values } = parseArgs({
    options: {
      jobs: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '180' },
      only: { type: 'string', default: Object.keys(parts).join(',') },
      url: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    process.exit(exitCode.done)
  }
  return {
    jobs: readNumber('--jobs', values.jobs, { max: 10_000_000 }),
    rounds: readNumber('--rounds', values.rounds, { max: 100 }),
    seconds: readNumber('--seconds', values.seconds, { max: 86_400 }),
    has: chosenParts(parts, values.only),
    url: values.url ?? (process.env.BENCH_DATABASE_URL || undefined),
    json: values.json,
  }
}
