import { computeFacts, fillHandData } from 'analytics/testing'
import fc from 'fast-check'
import { projectedId, projectTenant } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, ApiError, createClient } from '../../client/index.ts'
import { csvOf } from '../../src/http/csv.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'

// CSV of metrics and reports, with the data whose numbers were computed by hand.

const TENANT = '5001'
/** A tenant with more jobs than a CSV may have rows. */
const LARGE = '2'
const november = { from: '2026-11-01', to: '2026-12-01' }
let server: ApiServer
let key: string
let api: ApiClient
let large: ApiClient
beforeAll(async () => {
  server = await startApiServer({ now: () => Date.parse('2026-11-10T18:00:00Z') })
  const { pool } = server.database
  const client = await pool.connect()
  await fillHandData(client, TENANT)
  await projectTenant(client, TENANT)
  await computeFacts(client, TENANT)
  client.release()
  await pool.query(`UPDATE lazi.customers SET name = $2 WHERE tenant_id = $1 AND st_id = 103`, [
    TENANT,
    '=HYPERLINK("http://example.com", "Zoë")',
  ])
  await pool.query(`UPDATE lazi.business_units SET name = '-Install' WHERE tenant_id = $1 AND st_id = 2`, [
    TENANT,
  ])
  await pool.query(
    `INSERT INTO analytics.jobs
     SELECT fact.* FROM generate_series(1, 100001) AS n
       JOIN analytics.jobs AS source ON source.tenant_id = $1 AND source.job_id = $2
      CROSS JOIN LATERAL jsonb_populate_record(source, jsonb_build_object('tenant_id', $3::bigint, 'job_id', md5(n::text)::uuid)) AS fact`,
    [TENANT, projectedId(TENANT, 'jobs', 6), LARGE],
  )
  key = await server.createKey(TENANT)
  api = createClient({ url: server.url, key })
  large = createClient({ url: server.url, key: await server.createKey(LARGE) })
})
afterAll(() => server.close())

/** The lines of a CSV, and nothing that spreadsheets do not expect around them. */
async function linesOf(csv: Promise<Blob>): Promise<string[]> {
  const bytes = Buffer.from(await (await csv).arrayBuffer())
  const text = bytes.toString('utf8')
  expect(text.startsWith('\ufeff')).toBe(true)
  expect(text.endsWith('\r\n')).toBe(true)
  return text.slice(1, -2).split('\r\n')
}

test('metrics by member and part: decimals as they are, sums of ratios, and the former period', async () => {
  const csv = api.csv.queryMetrics({
    metrics: ['total_revenue', 'completed_revenue', 'average_job'],
    from: '2026-10-01',
    to: '2026-12-01',
    by: 'business-unit',
    grain: 'month',
    compare: 'year',
  })
  const [install, service] = [2, 1].map((id) => projectedId(TENANT, 'business_units', id))
  expect(await linesOf(csv)).toEqual([
    'businessUnitId,businessUnit,month,isPartial,total_revenue,total_revenue_former,completed_revenue,completed_revenue_former,average_job,average_job_numerator,average_job_denominator,average_job_former',
    `${install},'-Install,2026-10-01,false,0,0,0,0,,0,0,`,
    `${install},'-Install,2026-11-01,true,8000,0,8200,0,8200,8200,1,`,
    `${service},Service,2026-10-01,false,450,0,450,0,450,450,1,`,
    `${service},Service,2026-11-01,true,189.01,0,189.01,0,63.003333,189.01,3,`,
  ])
})

test('metrics that nothing divides are one row', async () => {
  const metrics = ['adjustment_revenue', 'completed_jobs']
  expect(await linesOf(api.csv.queryMetrics({ metrics, ...november }))).toEqual([
    'adjustment_revenue,completed_jobs',
    '-200,4',
  ])
})

test('the records behind a metric are all in one file, and a formula in a name is a text', async () => {
  const lines = await linesOf(api.csv.behindMetric({ metric: 'total_revenue', ...november }))
  const [six, four, two] = [6, 4, 2].map((id) => projectedId(TENANT, 'jobs', id))
  const name = `"'=HYPERLINK(""http://example.com"", ""Zoë"")"`
  expect(lines[0]).toBe('resource,id,number,customerName,day,numerator,denominator')
  // The amount stays a number, although it begins with a minus.
  expect(lines[1]).toMatch(/^invoices,[0-9a-f-]{36},,[^,]*,2026-11-05,-200,$/)
  expect(lines.slice(2)).toEqual([
    `jobs,${six},6,${name},2026-11-04,89,`,
    `jobs,${four},4,${name},2026-11-03,8200,`,
    `jobs,${two},2,Customer 102,2026-11-01,100.01,`,
  ])
})

test('so are the reports: open invoices, recalls, the backlog and cohorts', async () => {
  const invoices = await linesOf(api.csv.openInvoices({ on: '2026-11-30' }))
  expect(invoices[0]).toBe('id,number,customerName,day,dueDay,total,open')
  expect(invoices.slice(1).map((line) => line.split(',').slice(-4))).toEqual([
    ['2026-11-03', '2026-11-03', '8200', '3200'],
    ['2026-11-05', '2026-11-05', '-200', '-200'],
    ['2026-11-01', '2026-12-01', '100.01', '100.01'],
    ['2026-11-04', '2026-12-04', '89', '89'],
  ])
  const [original, recall] = [1, 3].map((id) => projectedId(TENANT, 'jobs', id))
  expect(await linesOf(api.csv.recalls({ from: '2026-10-01', to: '2026-11-01' }))).toEqual([
    'originalId,originalNumber,completedDay,recallId,recallNumber,recallStatus,bookedDay,customerName',
    `${original},1,2026-10-30,${recall},3,Completed,2026-11-01,Customer 101`,
  ])
  const [unit, install] = [1, 2].map((id) => projectedId(TENANT, 'business_units', id))
  const [header, ...units] = await linesOf(api.csv.backlog())
  expect(header).toBe('businessUnitId,businessUnit,jobs,value,oldest')
  expect(units.toSorted()).toEqual(
    [`${unit},Service,1,0,2026-11-03`, `${install},'-Install,1,5000,2026-11-02`].toSorted(),
  )
  expect(await linesOf(api.csv.cohorts({ from: '2026-10-01', to: '2026-12-01' }))).toEqual([
    'month,monthsLater,customers',
    '2026-10-01,0,1',
    '2026-10-01,1,1',
    '2026-11-01,0,2',
  ])
})

test('a browser saves it under a name, and one that has it already gets no body', async () => {
  const path = '/api/v2/analytics/rows?metric=completed_jobs&from=2026-11-01&to=2026-12-01&format=csv'
  const response = await server.get(path, key)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename="completed_jobs-2026-11-01-2026-12-01.csv"',
  )
  const etag = response.headers.get('etag') ?? ''
  await response.arrayBuffer()
  expect((await server.get(path, key, { headers: { 'if-none-match': etag } })).status).toBe(304)
})

const refusalOf = (csv: Promise<Blob>) =>
  csv.then(
    () => undefined,
    (error) => (error instanceof ApiError ? [error.status, error.problem.detail] : error),
  )

test('a file of 100,000 rows is sent, and one with more is refused with the limit', async () => {
  const of = { metric: 'completed_jobs', ...november }
  const refusal = [
    400,
    'The CSV would have more than 100000 rows. Request a shorter period, or further filters.',
  ]
  expect(await refusalOf(large.csv.behindMetric(of))).toEqual(refusal)
  await server.database.pool.query(
    `DELETE FROM analytics.jobs WHERE ctid = (SELECT ctid FROM analytics.jobs WHERE tenant_id = ${LARGE} LIMIT 1)`,
  )
  expect(await linesOf(large.csv.behindMetric(of))).toHaveLength(100_001)
  const days = { metrics: ['completed_jobs'], by: 'job-type', grain: 'day' } as const
  // Of three types, so that JSON would have too many rows.
  expect(await linesOf(api.csv.queryMetrics({ ...days, from: '2021-01-01', to: '2027-01-01' }))).toHaveLength(
    1 + 3 * 2191,
  )
  expect(
    await refusalOf(api.csv.queryMetrics({ ...days, from: '1926-01-01', to: '2027-01-01' })),
  ).toMatchObject([400, expect.stringContaining('more than 100000')])
})

test('a page of a CSV is refused: it has all rows', async () => {
  const path = 'analytics/rows?metric=completed_jobs&from=2026-11-01&to=2026-12-01&format=csv'
  for (const page of ['limit=1', 'cursor=x']) {
    const response = await server.get(`/api/v2/${path}&${page}`, key)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('has all rows')
  }
})

test('a CSV of facts that are not complete is refused with what it waits for', async () => {
  await server.database.pool.query(
    `UPDATE sync.followers SET ready = '{estimates}' WHERE tenant_id = 1 AND name = 'analytics'`,
  )
  const other = createClient({ url: server.url, key: await server.createKey('1') })
  expect(await refusalOf(other.csv.backlog())).toMatchObject([409, expect.any(String)])
})

/** The cells of a CSV, as RFC 4180 has them. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end !== ',') rows.push([])
  }
  return rows.slice(0, -1)
}

test('any text is read back as it was, but for the apostrophe before a formula', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[=+\-@\t\r",\n']{1,4}x?$/))
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell)), (pairs) => {
      const columns = [
        { name: 'text', of: ([text]: [string, string]) => text, isText: true },
        { name: 'number', of: ([, other]: [string, string]) => other },
      ]
      const expected = pairs.map(([text, other]) => [
        ['=', '+', '-', '@', '\t', '\r'].includes(text[0] ?? '') ? `'${text}` : text,
        other,
      ])
      expect(parse(csvOf(columns, pairs).slice(1))).toEqual([['text', 'number'], ...expected])
    }),
  )
})
