import { parseArgs } from 'node:util'
import { exitCode } from 'cli-kit'
import { chosenParts, describeParts } from '../common/parts.ts'
import { endIfUsage, readNumber } from '../common/usage.ts'

/** The parts, and what they measure. */
const parts = {
  edits: 'single edits of one tenant until ServiceTitan has applied them, their requests, and their echo',
  tenants: 'edits of many tenants while the API of one does not respond, against while all do',
  claims: 'a claim among many records that wait to be sent, against among few',
}

const help = `Usage: pnpm bench hybrid [options]

  --edits <n>           single edits of one tenant (default: 200)
  --tenants <n>         tenants of the second part (default: 50)
  --seconds <n>         how long they edit, with all APIs and without one (default: 30)
  --rows <n,n>          records that wait to be sent, few and many (default: 1000,100000)
  --rounds <n>          how often claims are measured; the median counts (default: 3)
  --only <part,part,…>  default: all
${describeParts(parts)}
  --url <url>           a server to use, as a superuser, instead of temporary ones; DATABASE_URL is not read
  --json                print one JSON object

Examples:
  pnpm bench hybrid
  pnpm bench hybrid --only edits --edits 1000
  pnpm bench hybrid --only tenants --tenants 20 --seconds 60
  pnpm bench hybrid --only claims --rows 1000,1000000 --json

BENCH_DATABASE_URL: the same as --url.
Exit code 1: a bar was missed by more than the noise of the rounds; it is named. 2: wrong usage.
`

type Part = keyof typeof parts

export interface BenchOptions {
  readonly edits: number
  readonly tenants: number
  readonly seconds: number
  readonly rows: readonly [number, number]
  readonly rounds: number
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
      edits: { type: 'string', default: '200' },
      tenants: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '30' },
      rows: { type: 'string', default: '1000,100000' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string', default: Object.keys(parts).join() },
      url: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    process.exit(exitCode.done)
  }
  const [few, many] = values.rows.split(',')
  return {
    edits: read('--edits', values.edits, 10),
    tenants: read('--tenants', values.tenants, 2),
    seconds: read('--seconds', values.seconds),
    rows: [read('--rows', few, 500), read('--rows', many, 500)],
    rounds: read('--rounds', values.rounds),
    has: chosenParts(parts, values.only),
    url: values.url ?? (process.env.BENCH_DATABASE_URL || undefined),
    json: values.json,
  }
}

const read = (option: string, text = '', min = 1) => readNumber(option, text, { min, max: 5_000_000 })
