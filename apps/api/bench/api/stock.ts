import { distributionBin, startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'
import { openPool } from '../../src/database.ts'
import { recordResource } from '../../src/records/record-resources.ts'
import { rowStatement } from '../../src/records/row-statement.ts'
import { searchStatement } from '../../src/search/search.ts'
import { fillCache } from './fill.ts'
import { type Cost, measureQuestion } from './measure.ts'
import { type Asked, createRandom, drawTenant, type Question, questions } from './questions.ts'
import { type Bar, renderTable } from './report.ts'
import { firstIds, sizesPerTenant } from './rows.ts'
import { openBenchDatabase } from './server.ts'

/** What a question costs on the distribution's server as it is, and in sessions with `jit = off`. */
export interface StockFigure {
  readonly question: string
  readonly usual: Cost
  readonly withoutJit: Cost
}

type ApiQuestion = Pick<Asked, 'tenantId' | 'statement' | 'plan'>

/** Questions whose plans are large, or have many alternatives: what a server with JIT would compile. */
const largePlans: readonly {
  readonly name: string
  readonly draw: (...parameters: Parameters<Question['draw']>) => ApiQuestion
}[] = [
  {
    name: 'a job with all that it includes',
    draw(sizes, random) {
      const jobs = recordResource('jobs')
      const options = {
        tenantId: drawTenant(random),
        id: `st:${firstIds.job + random(sizes.jobs)}`,
        fields: null,
        include: Object.keys(jobs.includes),
        fullData: false,
        includeDeleted: false,
      }
      return { ...options, plan: { byIndexOrder: true }, statement: rowStatement(jobs, options) }
    },
  },
  {
    name: 'a search',
    draw(sizes, random) {
      const tenantId = drawTenant(random)
      return { tenantId, statement: searchStatement(tenantId, `customer ${random(sizes.customers)}`) }
    },
  },
]

/**
 * The API's questions on the PostgreSQL of the Linux distribution with its default settings, which compile expensive
 * plans (JIT): as the API asks them, against sessions that do not compile.
 * @throws Error when that server is not installed, or cannot compile
 */
export async function measureStock(options: {
  readonly appointments: number
  readonly samples: number
  readonly rounds: number
  readonly progress: (line: string) => void
}): Promise<StockFigure[]> {
  const { appointments, samples, rounds, progress } = options
  await using server = await startTemporaryPostgres({
    bin: distributionBin(),
    settings: { shared_buffers: '512MB', autovacuum: 'off' },
  })
  await using database = await openBenchDatabase(server.url)
  await assertCompiles(database.admin)
  await fillCache(database.admin, appointments, progress)
  const pool = openPool(database.url, { max: 1, onError: () => undefined })
  const usual = await pool.connect()
  const withoutJit = new pg.Client({ connectionString: withOptions(database.url, '-cjit=off') })
  await withoutJit.connect()
  try {
    const figures: StockFigure[] = []
    for (const { name, draw } of [...questions, ...largePlans]) {
      progress(`  ${name}, stock server …`)
      const random = createRandom(7)
      const asked = Array.from({ length: samples }, () => {
        const question = draw(sizesPerTenant(appointments), random)
        return { ...question, cache: question.statement, replaced: question.statement }
      })
      figures.push({
        question: name,
        usual: await measureQuestion(usual, asked, 'api', rounds),
        withoutJit: await measureQuestion(withoutJit, asked, 'api', rounds),
      })
    }
    return figures
  } finally {
    await withoutJit.end()
    usual.release()
    await pool.end()
  }
}

async function assertCompiles(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ compiles: boolean }>(
    `SELECT pg_jit_available() AND current_setting('jit')::boolean AS compiles`,
  )
  if (!rows[0]?.compiles) throw new Error('Expected a server with JIT compilation (LLVM).')
}

function withOptions(url: string, options: string): string {
  const changed = new URL(url)
  changed.searchParams.set('options', options)
  return changed.href
}

const ratioOf = ({ usual, withoutJit }: StockFigure): number => usual.p99Ms / withoutJit.p99Ms

export const stockBars = (figures: readonly StockFigure[]): Bar[] =>
  figures.map((figure) => ({
    name: `${figure.question}, stock server, p99 against JIT off`,
    value: ratioOf(figure),
    atMost: 3,
  }))

export function renderStock(figures: readonly StockFigure[]): string {
  if (figures.length === 0) return ''
  return renderTable(
    ['stock server', 'p50 ms', 'p99 ms', 'p99 ms, JIT off', 'ratio'],
    figures.map((figure) => [
      figure.question,
      figure.usual.p50Ms.toFixed(3),
      figure.usual.p99Ms.toFixed(3),
      figure.withoutJit.p99Ms.toFixed(3),
      ratioOf(figure).toFixed(2),
    ]),
  )
}
