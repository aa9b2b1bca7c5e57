import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRole, firstColumn, notRefused } from './fixtures/roles.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    INSERT INTO audit.positions (tenant_id, last_seq, last_at) SELECT tenant, 9, now() FROM generate_series(0, 3) AS tenant;
    INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id)
    SELECT tenant, seq, now() - (40 - seq) * interval '1 day', 'cli', 'update', 'raw.tenants', '1'
      FROM generate_series(0, 3) AS tenant, generate_series(1, 9) AS seq;
    INSERT INTO audit.seals (tenant_id, size, root, frontier, through_at, sealed_at, note, exported_at)
    SELECT tenant, size, sha256(''), '{}', now(), now(), 'x', CASE WHEN size <= 7 THEN now() END
      FROM generate_series(0, 2) AS tenant, unnest(ARRAY[3, 7, 9]) AS size;
    UPDATE audit.seals SET exported_at = now() WHERE tenant_id = 2;
    INSERT INTO audit.verifications (tenant_id, verified_at, from_seq, to_seq, outcome)
    SELECT tenant, now(), 1, 9, 'ok' FROM generate_series(1, 2) AS tenant`)
})
afterAll(() => database.close())

const roles = ['lazi_migrator', 'lazi_sync', 'lazi_writer', 'lazi_api', 'lazi_reader', 'lazi_eraser']
const tables = ['audit.seals', 'audit.verifications']

async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ column: string }>(
    'SELECT attname AS column FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped',
    [table],
  )
  return rows.map(({ column }) => column)
}

test.each(roles)('%s changes no seal and no verification but that one was exported', async (role) => {
  const mayUpdate = role === 'lazi_sync' ? ['exported_at', 'export_error'] : []
  const refused: string[] = []
  for (const table of tables) {
    for (const column of await columnsOf(table)) {
      if (mayUpdate.includes(column)) continue
      refused.push(`UPDATE ${table} SET ${column} = ${column}`)
    }
    refused.push(`DELETE FROM ${table}`, `TRUNCATE ${table}`)
  }
  await asRole(database, { role, tenant: '1' }, async (client) => {
    expect(await notRefused(client, refused)).toEqual([])
    if (role !== 'lazi_sync') return
    const { rowCount } = await client.query('UPDATE audit.seals SET exported_at = now(), export_error = NULL')
    expect(rowCount).toBe(9)
  })
})

test.each(roles.filter((role) => role !== 'lazi_sync'))(
  '%s executes no function that deletes',
  async (role) => {
    await asRole(database, { role, tenant: '1' }, async (client) => {
      const refused = ['SELECT audit.trim(1, 3, 100)', 'SELECT audit.remove_tenant(2)']
      expect(await notRefused(client, refused)).toEqual([])
    })
  },
)

test('lazi_writer sees the seals and verifications of one tenant, and lazi_api, _reader, _eraser none', async () => {
  await asRole(database, { role: 'lazi_writer', tenant: '2' }, async (client) => {
    for (const table of tables)
      expect(await firstColumn(client, `SELECT DISTINCT tenant_id FROM ${table}`)).toEqual(['2'])
    const inserts = tables.map((table) => `INSERT INTO ${table} (tenant_id) VALUES (2)`)
    expect(await notRefused(client, inserts)).toEqual([])
  })
  for (const role of ['lazi_api', 'lazi_reader', 'lazi_eraser']) {
    await asRole(database, { role, tenant: '2' }, async (client) => {
      expect(
        await notRefused(
          client,
          tables.map((table) => `SELECT FROM ${table}`),
        ),
      ).toEqual([])
    })
  }
})

test('trim deletes the oldest entries in batches, up to what is sealed and exported', async () => {
  await asRole(database, { role: 'lazi_sync' }, async (client) => {
    const kept = () => firstColumn(client, 'SELECT min(seq) FROM audit.entries WHERE tenant_id = 1')
    const trim = (through: number, rows: number) =>
      firstColumn(client, `SELECT audit.trim(1, ${through}, ${rows})`)
    for (const through of [8, 9, 10]) {
      await client.query('SAVEPOINT before')
      await expect(trim(through, 100)).rejects.toMatchObject({ code: '55000' })
      await client.query('ROLLBACK TO SAVEPOINT before')
    }
    expect(await trim(7, 4)).toEqual(['4'])
    expect(await kept()).toEqual(['5'])
    expect(await trim(7, 4)).toEqual(['3'])
    expect(await trim(7, 4)).toEqual(['0'])
    expect(await kept()).toEqual(['8'])
    expect(await firstColumn(client, 'SELECT size FROM audit.seals WHERE tenant_id = 1 ORDER BY 1')).toEqual([
      '3',
      '7',
      '9',
    ])
    // Of another tenant nothing was deleted.
    expect(await firstColumn(client, 'SELECT count(*) FROM audit.entries WHERE tenant_id = 2')).toEqual(['9'])
  })
})

test('trim deletes no entry of the last 30 days, although it is sealed and exported', async () => {
  await asRole(database, { role: 'lazi_sync' }, async (client) => {
    // Of tenant 2 all is exported, and the entries are 39 to 31 days old.
    await client.query(
      `INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id)
       VALUES (2, 10, now() - interval '29 days', 'cli', 'update', 'raw.tenants', '1')`,
    )
    await client.query(
      `INSERT INTO audit.seals (tenant_id, size, root, frontier, through_at, sealed_at, note)
       VALUES (2, 10, sha256(''), '{}', now(), now(), 'x')`,
    )
    await client.query('UPDATE audit.seals SET exported_at = now() WHERE tenant_id = 2')
    await client.query('SAVEPOINT before')
    await expect(client.query('SELECT audit.trim(2, 10, 100)')).rejects.toThrow('younger than 30 days')
    await client.query('ROLLBACK TO SAVEPOINT before')
    expect(await firstColumn(client, 'SELECT audit.trim(2, 9, 100)')).toEqual(['9'])
  })
})

test('lazi_eraser appends only entries that say that values were emptied', async () => {
  await asRole(database, { role: 'lazi_eraser' }, async (client) => {
    const insert = (action: string) =>
      `INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id)
       VALUES (1, 10, now(), 'cli', '${action}', 'audit.entries', '1')`
    expect(await notRefused(client, [insert('update'), insert('retain')])).toEqual([])
    expect((await client.query(insert('redact'))).rowCount).toBe(1)
    const move = 'UPDATE audit.positions SET last_seq = 10 WHERE tenant_id = 1'
    expect((await client.query(move)).rowCount).toBe(1)
    expect(await notRefused(client, ['UPDATE audit.positions SET epoch = epoch'])).toEqual([])
  })
})

test('a log is removed only when all of it is sealed and exported', async () => {
  await asRole(database, { role: 'lazi_sync' }, async (client) => {
    for (const [tenant, error] of [
      [1, 'not sealed and exported'],
      [3, 'not sealed and exported'],
      [0, 'installation'],
    ] as const) {
      await client.query('SAVEPOINT before')
      await expect(client.query(`SELECT audit.remove_tenant(${tenant})`)).rejects.toThrow(error)
      await client.query('ROLLBACK TO SAVEPOINT before')
    }
    expect(await firstColumn(client, 'SELECT audit.remove_tenant(2)')).toEqual(['9'])
    for (const table of ['audit.positions', 'audit.entries', ...tables]) {
      expect(await firstColumn(client, `SELECT tenant_id FROM ${table} WHERE tenant_id = 2`)).toEqual([])
      expect(await firstColumn(client, `SELECT count(*) > 0 FROM ${table} WHERE tenant_id = 1`)).toEqual([
        true,
      ])
    }
  })
})
