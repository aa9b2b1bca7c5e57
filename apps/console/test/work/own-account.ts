import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { inject } from 'vitest'
import type { Service } from '../stack/child.ts'
import { createKey, runSync, serveApi } from '../stack/start-stack.ts'
import { demo } from '../stack/tenants.ts'
import { type VisitOptions, visit } from '../visit.ts'

/** An account whose customers and jobs LAZI owns, in a database of its own. */
export interface OwnAccount extends AsyncDisposable {
  readonly database: TestDatabase
  /** Keys with the rights of these roles. */
  readonly keys: Readonly<Record<'dispatcher' | 'office' | 'admin' | 'reader', string>>
  /** The path of a page of the account. */
  readonly path: (path: string) => string
  readonly visit: (path: string, key: string, options?: VisitOptions) => ReturnType<typeof visit>
  /** The first row of a query about the account, whose tenant id is `$1`. */
  readonly readRow: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row>
  /** Runs a command of the sync on its database. */
  readonly sync: (...command: string[]) => Promise<string>
  /** Books a job with one appointment through the API. */
  readonly book: (visit: WantedVisit) => Promise<BookedVisit>
}

interface WantedVisit {
  /** In the account's time zone, which is six hours behind UTC in winter and five in summer. */
  readonly startsAt: string
  readonly endsAt: string
  readonly technicianIds: readonly string[]
}

interface BookedVisit {
  readonly id: string
  readonly jobId: string
  readonly jobNumber: string
}

/** Two active technicians of the account, by name. */
export interface Technicians {
  readonly ada: string
  readonly adaName: string
  readonly bo: string
  readonly boName: string
}

/**
 * Syncs the account of the sandbox into a new database, and switches domains.
 * @param domains with their mode. @default customers and jobs are LAZI's
 */
export async function createOwnAccount(
  domains: readonly [names: string, mode: string] = ['customers,jobs', 'lazi'],
): Promise<OwnAccount> {
  const resources = new AsyncDisposableStack()
  const database = await createTestDatabase()
  resources.defer(() => database.close())
  const env = { ...inject('stack').env, DATABASE_URL: database.url }
  const sync = (...command: string[]) => runSync(env, ...command)
  await sync('tenants', 'add', demo.id, '--name', demo.name, '--time-zone', demo.timeZone)
  await sync('run', '--tenant', demo.id)
  await sync('domains', 'set', ...domains, '--tenant', demo.id, '--yes')
  const api: Service = resources.use(await serveApi({ DATABASE_URL: database.url }))
  const keyOf = (scope: string) => createKey({ DATABASE_URL: database.url }, demo.id, scope)
  const keys = {
    dispatcher: await keyOf('write:dispatch'),
    office: await keyOf('write:records,write:dispatch'),
    admin: await keyOf('admin'),
    reader: await keyOf('read'),
  }
  const url = String(api.ready.url)
  const post = async (of: string, body: object) => {
    const response = await fetch(`${url}/api/v2${of}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.admin}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`Expected to create ${of}, got ${await response.text()}`)
    return (await response.json()) as { id: string; number: string }
  }
  const path = (of: string) => `/t/${demo.id}${of}`
  const readRow = async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
    const { rows } = await database.pool.query(sql, [demo.id, ...values])
    if (!rows[0]) throw new Error(`Expected a row from: ${sql}`)
    return rows[0] as Row
  }
  return {
    database,
    keys,
    path,
    sync,
    visit: (of, key, options = {}) => visit(path(of), { key, baseURL: url, ...options }),
    readRow,
    book: async (wanted) => {
      const place = await readRow<object>(
        `SELECT location.id AS "locationId", location.customer_id AS "customerId",
                (SELECT id FROM lazi.business_units WHERE tenant_id = $1 AND active LIMIT 1) AS "businessUnitId",
                (SELECT id FROM lazi.job_types WHERE tenant_id = $1 AND active LIMIT 1) AS "jobTypeId"
           FROM lazi.locations AS location
           JOIN lazi.customers AS customer ON customer.tenant_id = $1 AND customer.id = customer_id AND customer.active
          WHERE location.tenant_id = $1 AND location.active ORDER BY location.id LIMIT 1`,
      )
      const job = await post('/jobs', { ...place, appointments: [wanted] })
      const { id } = await readRow<{ id: string }>(
        'SELECT id FROM lazi.appointments WHERE tenant_id = $1 AND job_id = $2',
        [job.id],
      )
      return { id, jobId: job.id, jobNumber: job.number }
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** The first two active technicians of the account. */
export const twoTechnicians = (account: OwnAccount) =>
  account.readRow<Technicians>(
    `SELECT min(id::text) FILTER (WHERE row = 1) AS ada, min(name) FILTER (WHERE row = 1) AS "adaName",
            min(id::text) FILTER (WHERE row = 2) AS bo, min(name) FILTER (WHERE row = 2) AS "boName"
       FROM (SELECT id, name, row_number() OVER (ORDER BY st_id) AS row
               FROM lazi.technicians WHERE tenant_id = $1 AND active) AS technician`,
  )
