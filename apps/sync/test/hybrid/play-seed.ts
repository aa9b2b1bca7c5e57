import { createRandom } from '../support/random.ts'
import { readAccounts } from './accounts.ts'
import { type Cast, createCast } from './cast.ts'
import { failRequests, follow, kill, switchDomains } from './disturb.ts'
import { createHistory, type History } from './history.ts'
import { judge, type Problem } from './judge.ts'
import { decideConflicts, decideOne, editInLazi, editInServiceTitan } from './people.ts'
import { pullAll, settle } from './rest.ts'
import { openStage, type Stage, type Theatre } from './stage.ts'

export interface Played {
  readonly problems: readonly Problem[]
  readonly history: History
  /** How much was done, by what. */
  readonly totals: Readonly<Record<string, number>>
}

/** Plays one seed, until both sides are at rest, and judges it. */
export async function playSeed(theatre: Theatre, seed: number): Promise<Played> {
  const random = createRandom(seed)
  const options = {
    seed,
    workers: 1 + random.int(2),
    lagMs: 100 + random.int(900),
    isNormalising: random.next() < 0.5,
  }
  const isKeptOut = random.next() < 0.5
  const switches = random.next() < 0.3
  const history = createHistory()
  const started = performance.now()
  await using stage = await openStage(theatre, options)
  history.add('opened')
  const cast = await createCast(stage, history, { isKeptOut })
  history.add(`${JSON.stringify({ ...options, isKeptOut, switches })}`)
  try {
    let kills = await act(cast, seed)
    history.add('all have acted')
    await settle(cast)
    history.add('at rest')
    if (switches && (await thereAndBack(cast))) {
      kills += await act(cast, seed + 0x5eed)
      await settle(cast)
    }
    const accounts = await readAccounts(cast)
    const { problems, overwritten } = judge(cast, accounts)
    const more = [...(await disturbsNothing(stage)), ...findLoops(stage, accounts.entries)]
    const { rows } = await stage.pool.query(
      'SELECT count(*)::integer AS conflicts FROM sync.conflicts WHERE tenant_id = $1',
      [stage.tenant.tenantId],
    )
    const ofTenant = stage.tenant.sandbox.book
    return {
      problems: [...problems, ...more.map((what) => ({ record: '', what }))],
      history,
      totals: {
        'edits in LAZI': accounts.entries,
        'edits in ServiceTitan': ofTenant.filter(({ by }) => by === 'person').length,
        'requests of LAZI that were applied': ofTenant.filter(({ by }) => by === 'api').length,
        conflicts: rows[0].conflicts,
        'kills of workers, the API and PostgreSQL': kills,
        'values overwritten between GET and PATCH': overwritten,
        milliseconds: Math.round(performance.now() - started),
      },
    }
  } catch (error) {
    throw new Error([`seed ${seed}`, String(error), ...history.lines()].join('\n'), { cause: error })
  }
}

/** Everyone acts at once, each by a sequence of their own. @returns how often something was killed */
async function act(cast: Cast, seed: number): Promise<number> {
  cast.isOver = false
  const random = (place: number) => createRandom(seed * 7 + place)
  const killing = kill(cast, random(1), 3).finally(() => {
    cast.isOver = true
  })
  await Promise.all([
    killing,
    editInLazi(cast, random(2), 12),
    editInLazi(cast, random(3), 12),
    editInServiceTitan(cast, random(4), 15),
    decideConflicts(cast, random(5), 1),
    failRequests(cast, random(6)),
    follow(cast, random(7)),
  ])
  return killing
}

/** The domain goes to ServiceTitan alone, where people work on, and comes back. @returns whether it could be switched */
async function thereAndBack(cast: Cast): Promise<boolean> {
  while (await decideOne(cast, 'lazi')) await settle(cast)
  if (!(await switchDomains(cast, 'servicetitan'))) return false
  await Promise.all([
    editInLazi(cast, createRandom(cast.nextNumber()), 3),
    editInServiceTitan(cast, createRandom(cast.nextNumber()), 6),
  ])
  await pullAll(cast.stage, 'hot')
  return switchDomains(cast, 'hybrid')
}

/** At rest, what the feeds bring once more changes nothing, and nothing is sent. */
async function disturbsNothing(stage: Stage): Promise<string[]> {
  const state = async () => {
    const { rows } = await stage.pool.query(
      `SELECT (SELECT last_seq FROM lazi.change_positions WHERE tenant_id = $1) AS changes,
              (SELECT count(*) FROM sync.conflicts WHERE tenant_id = $1) AS conflicts,
              (SELECT count(*) FROM sync.outbox WHERE tenant_id = $1) AS outbox`,
      [stage.tenant.tenantId],
    )
    return JSON.stringify({ ...rows[0], written: stage.tenant.sandbox.book.length })
  }
  const before = await state()
  await pullAll(stage, 'full')
  const after = await state()
  return before === after ? [] : [`the feeds disturb the rest: ${before} has become ${after}`]
}

/** What is sent follows from edits: each field of each edit is applied once, or with others. */
function findLoops({ tenant }: Stage, entries: number): string[] {
  const sent = tenant.sandbox.book.filter(({ by }) => by === 'api').length
  return sent <= 2 * entries + 5 ? [] : [`${sent} requests of LAZI were applied for ${entries} edits`]
}
