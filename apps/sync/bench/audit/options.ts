import { parseArgs } from 'node:util'
import { exitCode } from 'cli-kit'
import { chosenParts, describeParts } from '../common/parts.ts'
import { endIfUsage, readNumber } from '../common/usage.ts'

/** The parts, and what they measure. */
const parts = {
  writes: 'a small write with its entry, against one without',
  seals: 'sealing and verifying, against SHA-256 of the same bytes in a loop',
  history: 'the history of one record among more and more changes',
}

const help = `Usage: pnpm bench audit [options]

  --seconds <n>         how long each way of writing runs in a round (default: 3)
  --entries <n>         entries to seal and to verify (default: 100000)
  --changes <n,n>       changes among which the history of a record is read (default: 10000,1000000)
  --rounds <n>          how often each way is measured; the median counts (default: 3)
  --only <part,part,…>  default: all
${describeParts(parts)}
  --url <url>           a server to use, as a superuser, instead of a temporary one; DATABASE_URL is not read
  --json                print one JSON object

Examples:
  pnpm bench audit
  pnpm bench audit --only writes --seconds 10 --rounds 5
  pnpm bench audit --only history --changes 10000,100000 --json

BENCH_DATABASE_URL: the same as --url.
Exit code 1: a bar was missed by more than the noise of the rounds; it is named. 2: wrong usage.
`

type Part = keyof typeof parts

export interface BenchOptions {
  readonly seconds: number
  readonly entries: number
  readonly changes: readonly [number, number]
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
      seconds: { type: 'string', default: '3' },
      entries: { type: 'string', default: '100000' },
      changes: { type: 'string', default: '10000,1000000' },
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
  const [few, many] = values.changes.split(',')
  return {
    seconds: numberOf('--seconds', values.seconds),
    entries: numberOf('--entries', values.entries),
    changes: [numberOf('--changes', few), numberOf('--changes', many)],
    rounds: numberOf('--rounds', values.rounds),
    has: chosenParts(parts, values.only),
    url: values.url ?? (process.env.BENCH_DATABASE_URL || undefined),
    json: values.json,
  }
}

const numberOf = (option: string, text = '') => readNumber(option, text, { max: 100_000_000 })
