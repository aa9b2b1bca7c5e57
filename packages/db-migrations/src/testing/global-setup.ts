import { randomBytes } from 'node:crypto'
import { postgresOptionsFromEnv } from 'local-postgres'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createMigrator } from '../migrator.ts'
import { withDatabase } from './test-database.ts'

/**
 * Vitest global setup: one PostgreSQL for the whole run (`TEST_DATABASE_URL`, a container with
 * `LOCAL_POSTGRES=container`, else a temporary embedded server) with one migrated template database.
 * @throws without PostgreSQL, so that tests fail instead of being skipped
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { kind, image } = postgresOptionsFromEnv(process.env)
  const url = process.env.TEST_DATABASE_URL
  const server = await startTemporaryPostgres({
    inMemory: true,
    ...(url && { url }),
    ...(kind && { kind }),
    ...(image && { image }),
  })
  const template = `lazi_template_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${template}`)
  await createMigrator({ connectionString: withDatabase(server.url, template) }).up()
  project.provide('testPostgres', { url: server.url, template })

  return async () => {
    await admin.query(`DROP DATABASE ${template} WITH (FORCE)`)
    await admin.end()
    await server.close()
  }
}
