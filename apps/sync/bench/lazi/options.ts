import { parseArgs } from 'node:util'
import { chosenParts, describeParts } from '../common/parts.ts'
import { endIfUsage, readNumber } from '../common/usage.ts'

/** The parts, and what they measure. */
const parts = {
  first:
    'first syncs of jobs with what they refer to, without and with a projector, and the first projection',
  steady: 'changed jobs, against a bare UPDATE of the same records; a change that alters no record',
  lag: "from the commit in the cache to that in the records, also during another tenant's first sync",
  former: 'WAL of changed jobs with former values (as pnpm bench sync)',
  wal: 'WAL of changed jobs, cache and records together',
  board: 'the schedule board over HTTP after a change, from the records and, before, from the cache',
}

const help = `Usage: pnpm bench lazi [options]

  --jobs <n>            jobs of the first syncs (default: 50000)
  --rows <n,n,…>        jobs among which changes are projected; the last is compared with the first
                        (default: 10000,100000)
  --rounds <n>          how often each way is measured; the median counts (default: 3)
  --seconds <n>         how long the lag is watched, alone and beside a first sync (default: 30)
  --page-size <n>       records in a page (default: 5000)
  --only <part,part,…>  default: all
${describeParts(parts)}
  --url <url>           a server to use, as a superuser, instead of temporary ones; DATABASE_URL is not read
  --json                print one JSON object

Examples:
  pnpm bench lazi
  pnpm bench lazi --jobs 200000 --rows 10000,1000000 --rounds 5
  pnpm bench lazi --only steady --rows 10000,100000,1000000
  pnpm bench lazi --only lag --seconds 120
  BENCH_DATABASE_URL=postgres://postgres@localhost:5432/postgres pnpm bench lazi --only first --json

BENCH_DATABASE_URL: the same as --url. The parts steady and wal expect full_page_writes = off there, lag
track_commit_timestamp = on. The parts first, wal and board check an earlier commit out with git, into a temporary folder.
Exit code 1: a bar was missed by more than the noise of the rounds; it is named. 2: wrong usage, or the earlier commit
cannot be checked out.
`

type Part = keyof typeof parts

export interface BenchOptions {
  readonly jobs: number
  readonly rows: readonly [number, ...number[]]
  readonly rounds: number
  readonly seconds: number
  readonly pageSize: number
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
      jobs: { type: 'string', default: '50000' },
      rows: { type: 'string', default: '10000,100000' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '30' },
      'page-size': { type: 'string', default: '5000' },
      only: { type: 'string', default: Object.keys(parts).join(',') },
      url: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    process.exit()
  }
  const rows = values.rows.split(',').map((size) => read('--rows', size, 2_000))
  return {
    jobs: read('--jobs', values.jobs, 1_000),
    rows: rows.toSorted((a, b) => a - b) as [number, ...number[]],
    rounds: read('--rounds', values.rounds),
    seconds: read('--seconds', values.seconds),
    pageSize: read('--page-size', values['page-size']),
    has: chosenParts(parts, values.only),
    url: values.url ?? (process.env.BENCH_DATABASE_URL || undefined),
    json: values.json,
  }
}

const read = (option: string, text: string, min = 1) => readNumber(option, text, { min, max: 5_000_000 })
