import { parseArgs } from 'node:util'
import { exitCode, UsageError } from 'cli-kit'
import { endIfUsage, readNumber } from '../common/usage.ts'

const help = `Usage: pnpm bench analytics [options]

Builds the facts of an account, refreshes them after 1,000 changed jobs, and computes a report from them and from the
cache, for each number of jobs in one run.

  --jobs <n,n,…>   numbers of jobs (default: 10000,100000,1000000)
  --rounds <n>     how often each way is measured; the median counts (default: 5)
  --url <url>      a server to use, as a superuser, instead of a temporary one; DATABASE_URL is not read
  --json           print one JSON object

Examples:
  pnpm bench analytics
  pnpm bench analytics --jobs 10000,100000 --rounds 3 --json

BENCH_DATABASE_URL: the same as --url.
Exit code 1: a bar was missed by more than the noise of the rounds; it is named. 2: wrong usage.
`

export interface BenchOptions {
  /** Rising. */
  readonly jobs: readonly number[]
  readonly rounds: number
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
      jobs: { type: 'string', default: '10000,100000,1000000' },
      rounds: { type: 'string', default: '5' },
      url: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    process.exit(exitCode.done)
  }
  const jobs = values.jobs.split(',').map((text) => readNumber('--jobs', text, { max: 10_000_000 }))
  if (jobs.length < 2) throw new UsageError('--jobs needs two numbers at least: they are compared.')
  return {
    jobs: jobs.toSorted((one, other) => one - other),
    rounds: readNumber('--rounds', values.rounds, { max: 100 }),
    url: values.url ?? (process.env.BENCH_DATABASE_URL || undefined),
    json: values.json,
  }
}
