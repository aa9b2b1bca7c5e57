import { facts } from 'analytics'
import type { TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import { expect } from 'vitest'
import { checkFacts } from '../../src/analytics/check-facts.ts'
import { hold } from './effort.ts'
import type { Command } from './model-commands.ts'
import { openModel } from './records-model.ts'
import { connect } from './tenant.ts'

// Random pages of the cache in any order, kills, rebuilds, lost parts of both feeds and changed time zones. At the end
// every fact is what its source makes of the records: parents that arrive last included.

/** Ids of few records, which refer to each other, and to some that do not exist. */
export const id = fc.integer({ min: 1, max: 4 })
export const maybe = fc.option(id, { nil: null })

interface FactsModel {
  /** Shown when it fails. */
  readonly name: string
  /** The tables whose pages the model writes. */
  readonly tables: readonly string[]
  /** The tables that are never complete: facts that need them are not built. */
  readonly absent: readonly string[]
  readonly page: fc.Arbitrary<Command>
  readonly histories: number
}

/** Commands: those that follow a first sync, and all. */
function commandsOf({ tables, page }: FactsModel) {
  const name = fc.constantFrom('records' as const, 'analytics' as const)
  const followed: fc.Arbitrary<Command> = fc.oneof(
    { weight: 8, arbitrary: page },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('step' as const), follower: name }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('kill' as const),
        afterStatements: fc.integer({ min: 1, max: 20 }),
        follower: name,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('tombstone' as const),
        table: fc.constantFrom(...tables),
        ids: fc.array(id, { maxLength: 2 }),
      }),
    },
  )
  const command: fc.Arbitrary<Command> = fc.oneof(
    { weight: 12, arbitrary: followed },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('complete' as const), table: fc.constantFrom(...tables) }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'rebuild' } as const) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('trim' as const), follower: name }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('zone' as const),
        timeZone: fc.constantFrom('America/Chicago', 'Pacific/Kiritimati'),
      }),
    },
  )
  return { followed, command }
}

/** Checks that the facts equal their sources after any history, and that each of them had rows. */
export async function holdFactsModel(database: TestDatabase, options: FactsModel): Promise<void> {
  const { followed, command } = commandsOf(options)
  const built = facts.filter(({ needs }) => !needs.some((need) => options.absent.includes(need)))
  const names = built.map(({ name }) => name)
  const client = await connect(database.url)
  const compared = new Map(names.map((fact) => [fact, 0]))
  try {
    const property = fc.asyncProperty(
      fc.array(command, { minLength: 20, maxLength: 50 }),
      // Once all facts follow the feed, every change must arrive by it: no later rebuild repairs a lost one.
      fc.array(followed, { minLength: 20, maxLength: 50 }),
      async (...parts) => {
        const model = await openModel(database, client, {
          tables: options.tables,
          absent: options.absent,
          followers: ['records', 'analytics'],
        })
        for (const commands of parts) {
          for (const step of commands) await model.run(step)
          await model.settle()
        }
        const { rows } = await client.query(
          `SELECT ready, follower.seq = position.last_seq AS "isAtEnd"
             FROM sync.followers AS follower JOIN lazi.change_positions AS position USING (tenant_id)
            WHERE tenant_id = $1 AND name = 'analytics'`,
          [model.tenantId],
        )
        expect(rows).toEqual([{ ready: names, isAtEnd: true }])
        const { facts: found } = await checkFacts(client, model.tenantId)
        expect(found.map(({ rows: _, ...differences }) => differences)).toEqual(
          names.map((fact) => ({ fact, absent: 0, differing: 0, extra: 0, refused: 0 })),
        )
        for (const { fact, rows: count } of found) compared.set(fact, (compared.get(fact) ?? 0) + count)
      },
    )
    await hold(options.name, property, options.histories)
    for (const fact of names) expect(compared.get(fact), fact).toBeGreaterThan(0)
  } finally {
    await client.end()
  }
}
