import { inTransaction } from 'cli-kit/postgres'
import type { FollowerName } from 'db-migrations/protocol'
import type { TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { expect } from 'vitest'
import { followers as allFollowers } from '../../src/all-followers.ts'
import { tables } from '../../src/cache/tables.ts'
import type { Follower } from '../../src/followers/follower.ts'
import { takeStep } from '../../src/followers/take-step.ts'
import { publishSnapshot } from '../../src/page/change-feed.ts'
import { stepwiseStrategy } from '../../src/page/page-strategy.ts'
import { writeTombstones } from '../../src/page/write-tombstones.ts'
import { modelTables } from './expected-records.ts'
import { haveComplete, haveTenant } from './have-tenant.ts'
import type { Command } from './model-commands.ts'
import { newMemory } from './pages.ts'
import { connect } from './tenant.ts'

const cacheTableOf = (name: string) => {
  const table = tables.find((known) => known.name === `st_${name}`)
  if (!table) throw new Error(`There is no cache table st_${name}`)
  return table
}

let lastTenant = 8_000_000

/** What a model is of. */
interface ModelOptions {
  /** The tables whose pages it writes, and whose records its consumer reads. */
  readonly tables: readonly string[]
  /** The tables that are never complete, so that what needs them is not built. @default none */
  readonly absent?: readonly string[]
  /** What follows; the first is that of the records. */
  readonly followers: readonly FollowerName[]
}

const ofRecords: ModelOptions = { tables: modelTables, followers: ['records'] }

function followerOf(name: FollowerName = 'records'): Follower {
  const follower = allFollowers.find((known) => known.name === name)
  if (!follower) throw new Error(`There is no follower ${name}`)
  return follower
}

/** One tenant of the model, and a consumer of its records. */
export class Model {
  readonly tenantId = String(++lastTenant)
  readonly #complete = new Set<string>()
  #time = 0
  /** What the consumer has read, by table and id. */
  readonly copy = new Map<string, unknown>()
  #seq = 0n

  readonly client: pg.ClientBase

  readonly #database: TestDatabase
  readonly #options: ModelOptions

  constructor(database: TestDatabase, client: pg.ClientBase, options: ModelOptions) {
    this.#database = database
    this.client = client
    this.#options = options
  }

  #now() {
    this.#time += 1
    return new Date(Date.UTC(2026, 0, 1) + this.#time * 1_000)
  }

  async run(step: Command): Promise<void> {
    const now = this.#now()
    switch (step.do) {
      case 'page':
        return this.#write(step.table, step.records, now)
      case 'tombstone': {
        const target = { ...this.#target(step.table), runId: '1' }
        await inTransaction(this.client, () => writeTombstones(target, step.ids.map(String), now))
        return
      }
      case 'complete':
        return this.#setComplete(step.table, true, now)
      case 'reset':
        return this.#setComplete(step.table, false, now)
      case 'step':
        await takeStep(this.client, followerOf(step.follower), { tenantId: this.tenantId, now })
        return this.consume()
      case 'kill':
        return this.#kill(followerOf(step.follower), step.afterStatements, now)
      case 'rebuild':
        await this.client.query('UPDATE sync.followers SET pending = ready WHERE tenant_id = $1', [
          this.tenantId,
        ])
        return
      case 'trim':
        return this.#trim(followerOf(step.follower))
      case 'zone':
        await this.client.query('UPDATE raw.tenants SET time_zone = $2 WHERE tenant_id = $1', [
          this.tenantId,
          step.timeZone,
        ])
    }
  }

  /** Completes the tables that are not complete. */
  async complete(): Promise<void> {
    for (const name of this.#options.tables)
      if (!this.#complete.has(name)) await this.#setComplete(name, true, this.#now())
  }

  /** Completes every table, and takes steps until nothing is left. */
  async settle(): Promise<void> {
    await this.complete()
    for (const name of this.#options.followers) {
      for (let hasMore = true; hasMore; ) {
        const step = await takeStep(this.client, followerOf(name), {
          tenantId: this.tenantId,
          now: this.#now(),
        })
        await this.consume()
        hasMore = step.outcome === 'done' && step.hasMore
      }
    }
  }

  #target(name: string) {
    return {
      client: this.client,
      tenantId: this.tenantId,
      table: cacheTableOf(name),
      isPublished: this.#complete.has(name),
    }
  }

  async #write(name: string, records: readonly { id: number; fields: object }[], now: Date): Promise<void> {
    const data = Buffer.from(
      JSON.stringify(
        records.map((record) => ({
          ...record.fields,
          id: record.id,
          createdOn: '2025-06-01T00:00:00Z',
          modifiedOn: now.toISOString(),
        })),
      ),
    )
    const table = cacheTableOf(name)
    const strategy = stepwiseStrategy({
      ...this.#target(name),
      runId: '1',
      cursor: null,
      source: 'list',
      droppedPaths: table.droppedPaths,
      memory: newMemory(),
    })
    const facts = { cursor: null, nextCursor: '', requests: 1, bytes: data.length, seenPage: null }
    await strategy.write({ ...facts, ...(await strategy.prepare(data)) }, now)
  }

  async #setComplete(name: string, isComplete: boolean, now: Date): Promise<void> {
    const key = { tenantId: this.tenantId, tableName: cacheTableOf(name).name }
    await inTransaction(this.client, async () => {
      await this.client.query(
        `UPDATE raw.sync_state SET last_full_sync = $3 WHERE tenant_id = $1 AND table_name = $2`,
        [key.tenantId, key.tableName, isComplete ? now : null],
      )
      if (isComplete && !this.#complete.has(name))
        await publishSnapshot(this.client, key, { now, runId: '1' })
    })
    if (isComplete) this.#complete.add(name)
    else this.#complete.delete(name)
  }

  /** A step whose connection is lost after some statements. */
  async #kill(follower: Follower, afterStatements: number, now: Date): Promise<void> {
    const client = await connect(this.#database.url)
    const send = client.query.bind(client) as (...args: unknown[]) => unknown
    let sent = 0
    client.query = ((...args: unknown[]) => {
      sent += 1
      if (sent === afterStatements) {
        ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
      }
      return send(...args)
    }) as never
    client.on('error', () => undefined)
    await takeStep(client, follower, { tenantId: this.tenantId, now }).catch(() => undefined)
    await client.end().catch(() => undefined)
    // The killed transaction may still be open for a moment; its row is then skipped.
    await this.client.query('SELECT FROM sync.followers WHERE tenant_id = $1 FOR UPDATE', [this.tenantId])
    await this.consume()
  }

  /** Removes all changes of a feed: a follower that is behind rebuilds. */
  async #trim({ feed }: Follower): Promise<void> {
    if (feed === 'lazi') await this.consume()
    await this.client.query(
      `WITH removed AS (DELETE FROM ${feed}.changes WHERE tenant_id = $1)
       UPDATE ${feed}.change_positions SET trimmed_seq = last_seq WHERE tenant_id = $1`,
      [this.tenantId],
    )
  }

  /** Reads what the feed of records says has changed. */
  async consume(): Promise<void> {
    const { rows } = await this.client.query<{ seq: string; table: string; id: string | null }>(
      `SELECT seq, table_name AS table, id FROM lazi.changes WHERE tenant_id = $1 AND seq > $2 ORDER BY seq`,
      [this.tenantId, String(this.#seq)],
    )
    for (const { seq, table, id: record } of rows) {
      this.#seq += 1n
      expect(seq).toBe(String(this.#seq))
      if (this.#options.tables.includes(table)) await this.#read(table, record)
    }
  }

  async #read(table: string, record: string | null): Promise<void> {
    const { rows } = await this.client.query<{ id: string; row: object }>(
      `SELECT id, to_jsonb(record) - '{st_modified_on}'::text[] AS row FROM lazi.${table} AS record
        WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id = $2)`,
      [this.tenantId, record],
    )
    for (const { id, row } of rows) this.copy.set(`${table}/${id}`, row)
  }
}

/** Opens a model with a tenant of its own. @param options what it is of. @default the records */
export async function openModel(
  database: TestDatabase,
  client: pg.ClientBase,
  options: ModelOptions = ofRecords,
): Promise<Model> {
  const model = new Model(database, client, options)
  await haveTenant(database.pool, model.tenantId)
  const incomplete = [...options.tables, ...(options.absent ?? [])]
  await haveComplete(client, model.tenantId, incomplete.map(cacheTableOf))
  return model
}
