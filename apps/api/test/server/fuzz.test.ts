import { formatPosition, noPosition } from 'db-migrations/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../client/index.ts'
import { formatSession } from '../../src/keys/sessions/session-text.ts'
import { createCode } from '../../src/keys/sessions/sign-in-codes.ts'
import { allResources } from '../fixtures/all-resources.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertSeal } from '../fixtures/insert-seal.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { type Operation, operationsOf, type Parameter } from '../fixtures/operations.ts'
import { setDomains, worldIds } from '../fixtures/own-domains.ts'
import { sendWrite, writeCases } from '../fixtures/write-cases.ts'
import { writeChanges } from '../fixtures/write-changes.ts'

// Calls every operation of the OpenAPI document with valid and invalid values. Each response must be documented,
// contain only data of the tenant, and not be an internal error.

let server: ApiServer
let key: string
/** A sign-in code, unused and valid for the whole test. */
let code: string
let operations: Operation[]
/** Existing ids, by the prefix of their path. */
const existing = new Map<string, string[]>()
beforeAll(async () => {
  server = await startApiServer()
  const { pool } = server.database
  for (const tenantId of ['1', '2']) {
    await insertWorld(pool, tenantId)
    await setDomains(pool, tenantId)
    await writeChanges(pool, tenantId, 3)
    await insertSeal(pool, tenantId, { size: 1, note: `Seal of ${tenantId}` })
  }
  await pool.query(`
    INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
    SELECT tenant, 'st_jobs', n::text, '{}', 'Record of ' || tenant, now(), now() FROM generate_series(1, 2) AS tenant, generate_series(1, 3) AS n;
    INSERT INTO raw.sync_runs (tenant_id, table_name, kind, started_at, error)
    SELECT tenant, 'st_jobs', 'full', now(), 'Run of ' || tenant FROM generate_series(1, 2) AS tenant;
    INSERT INTO raw.sync_requests (tenant_id, table_name, kind, requested_by)
    SELECT tenant, 'st_jobs', 'full', 'Request of ' || tenant FROM generate_series(1, 2) AS tenant`)
  const sources = [
    ...allResources.map(({ path, table, isCached }) => [`${path}/`, table, isCached ? 'st_id' : 'id']),
    ['/sync/runs/', 'raw.sync_runs', 'run_id'],
    ['/sync/requests/', 'raw.sync_requests', 'request_id'],
    ['/sync/quarantine/', 'raw.quarantine', 'quarantine_id'],
  ]
  for (const [path = '', table, column] of sources) {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT ${column}::text AS id FROM ${table} ORDER BY tenant_id, 1`,
    )
    existing.set(
      path,
      rows.map(({ id }) => id),
    )
  }
  // A random id is hardly ever that of the fourth key, which sends the requests.
  existing.set('/keys/', ['1', '2', '3'])
  existing.set('/audit/', ['1'])
  existing.set(
    '/people/',
    await Promise.all(
      ['1', '1', '2'].map(async (tenantId) => (await server.createPerson(tenantId, 'reader')).id),
    ),
  )
  for (const tenantId of ['1', '1', '2']) await server.createKey(tenantId)
  key = await server.createKey('1', 'admin')
  code = await createCodeOf(key)
  operations = operationsOf(JSON.parse(await (await server.get('/api/openapi.json')).text()))
})
afterAll(() => server.close())

/** Stands for the body with the code, which exists only once the server has started. */
const codeBody = '{"code":"1_1_unknown"}'

async function createCodeOf(text: string): Promise<string> {
  const [, tenantId = '', keyId = ''] = text.split('_')
  const created = await createCode(server.database.pool, { tenantId, keyId })
  if (!created) throw new Error('Expected a code')
  await server.database.pool.query(`UPDATE api.sign_in_codes SET expires_at = '2200-01-01'`)
  return formatSession(created)
}

const hostile = [
  `1' OR '1'='1`,
  `1; SET LOCAL lazi.tenant_id = '2'; SELECT 1`,
  `') UNION SELECT payload::text, NULL FROM raw.quarantine --`,
  `1) OR tenant_id = 2 --`,
  `{2}`,
  `$1`,
  `%`,
  `\\`,
  `\0`,
  `null`,
  `-1`,
  `9223372036854775808`,
  `1e309`,
  `NaN`,
  `0x10`,
  `２`,
  `'`,
  `"`,
  `😀`,
  `..`,
  `%00`,
  `9999-12-31T23:59:59.999999999Z`,
  `0000-01-01T00:00:00Z`,
  `2026-02-30T00:00:00Z`,
  `2026-02-30`,
  `infinity`,
  `eyJhIjoxfQ`,
]

/** Values that the schema of a parameter allows, most of which match the data. */
function allowed({ name, schema }: Parameter): fc.Arbitrary<string> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (name === 'metrics') return fc.constantFrom('completed_revenue', 'average_job,total_revenue')
  if (schema.type === 'integer' || schema.type === 'number') {
    const range = { min: schema.minimum ?? 0, max: schema.maximum ?? 1_000 }
    return (schema.type === 'integer' ? fc.integer(range) : fc.double({ ...range, noNaN: true })).map(String)
  }
  if (schema.format === 'date') return fc.constantFrom('2026-03-10', '2026-03-08', '2024-02-29', '1999-12-31')
  if (schema.format === 'date-time') {
    return fc
      .date({ min: new Date('0002-01-01'), max: new Date('9998-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString())
  }
  if (name === 'search' || name === 'q') return fc.constantFrom('Ada', 'J-100', 'b', 'Ti')
  if (schema.format === 'uuid') {
    const ids = allResources
      .filter(({ key }) => key.kind === 'uuid')
      .flatMap(({ path }) => existing.get(`${path}/`) ?? [])
    return fc.constantFrom(...ids)
  }
  if (name === 'fields') return fc.constantFrom('id', 'name,active', 'createdOn', 'createdAt')
  if (name === 'include') return fc.constantFrom('customer', 'job', 'customer,location', 'invoice')
  if (['after', 'last-event-id'].includes(name))
    return fc.constantFrom(formatPosition(noPosition), '11111111-1111-4111-8111-111111111111.7')
  if (name === 'actor') return fc.constantFrom('key', 'key:4', 'cli', 'system')
  if (name === 'entity') return fc.constantFrom('raw.sync_requests', 'api.sessions')
  if (/^day/.test(name)) return fc.constantFrom('08:00', '17:30', '00:00', '24:00')
  return fc.oneof(
    fc.constantFrom('1', '2', '5', '7', '10', '20', '30', '100', '200', '400'),
    fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
  )
}

function anything(parameter: Parameter, path: string): fc.Arbitrary<string> {
  const ids = existing.get(path.slice(0, path.indexOf('{')))
  const knownIds =
    parameter.in === 'path' && ids?.length ? [{ weight: 12, arbitrary: fc.constantFrom(...ids) }] : []
  return fc.oneof(
    ...knownIds,
    { weight: 6, arbitrary: allowed(parameter) },
    { weight: 2, arbitrary: fc.constantFrom(...hostile) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }) },
  )
}

interface Call {
  readonly parameters: Readonly<Record<string, string | null>>
  readonly unknown: boolean
  readonly body: string
}

function callOf({ parameters, hasBody, path }: Operation): fc.Arbitrary<Call> {
  const isPeriod = ({ name }: Parameter) => ['date', 'lat', 'lng', 'km', 'q'].includes(name)
  return fc.record({
    parameters: fc.record(
      Object.fromEntries(
        parameters.map((parameter) => [
          parameter.name,
          parameter.required || isPeriod(parameter)
            ? anything(parameter, path)
            : fc.oneof(
                { weight: 5, arbitrary: fc.constant(null) },
                { weight: 1, arbitrary: anything(parameter, path) },
              ),
        ]),
      ),
    ),
    unknown: fc.constantFrom(false, false, false, false, true),
    body: hasBody
      ? fc.oneof(
          fc.constantFrom(
            '{"kind":"full"}',
            '{"kind":"verify"}',
            '{"kind":"hot","allowDeletes":true}',
            '{"kind":"drop"}',
            '{}',
            '{"remember":true}',
            '{"name":"Ada","role":"reader"}',
            '{"role":"office","isActive":false}',
            codeBody,
            '{',
            '',
          ),
          fc.json(),
        )
      : fc.constant(''),
  })
}

/** A call for a row that exists, if the operation is about one; random ids may miss it. */
function plainCalls({ parameters, path, hasBody }: Operation): [Call][] {
  const [id] = existing.get(path.slice(0, path.indexOf('{'))) ?? []
  const required = parameters.filter((parameter) => parameter.required)
  if (id === undefined || required.some((parameter) => parameter.in !== 'path')) return []
  const values = Object.fromEntries(required.map(({ name }) => [name, id]))
  return [[{ parameters: values, unknown: false, body: hasBody ? '{"name":"Ada"}' : '' }]]
}

/** Operations that returned a success. */
const succeeded = new Set<string>()

/** Sends a call. @returns the problem of the response; null: none */
async function send(operation: Operation, { parameters, unknown, body }: Call): Promise<string | null> {
  const query = new URLSearchParams(unknown ? { unknown: '1' } : {})
  // Only the operation that does not use the code up gets it.
  const sent =
    body === codeBody && operation.operationId === 'describeSignInCode' ? JSON.stringify({ code }) : body
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  let { path } = operation
  for (const parameter of operation.parameters) {
    const value = parameters[parameter.name]
    if (value === null || value === undefined) continue
    if (parameter.in === 'query') query.set(parameter.name, value)
    // No client can send other characters in a header.
    else if (parameter.in === 'header') headers[parameter.name] = value.replaceAll(/[^\x21-\x7e]/g, '')
    else path = path.replace(`{${parameter.name}}`, encodeURIComponent(value))
  }
  // A client resolves these segments itself, and requests another path.
  if (/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) return null
  const stop = new AbortController()
  const response = await server.get(`/api/v2${path}?${query}`, key, {
    method: operation.method.toUpperCase(),
    headers,
    signal: stop.signal,
    ...(operation.hasBody && { body: sent }),
  })
  const call = `${operation.method} ${path}?${query} ${body}: ${response.status}`
  return problemOf(operation, call, { response, stop })
}

/** The problem of a response; null: none. */
async function problemOf(
  operation: Operation,
  call: string,
  { response, stop }: { readonly response: Response; readonly stop: AbortController },
): Promise<string | null> {
  const documented = operation.responses.get(response.status)
  const mediaType = response.headers.get('content-type')
  if (response.ok) succeeded.add(operation.operationId)
  if (response.status >= 500)
    return `${call} ${await response.text()} ${JSON.stringify(server.log.findLast(({ err }) => err))}`
  if (!documented) return `${call} is not documented`
  const validate = documented.get(mediaType)
  if (validate === undefined) return `${call} is ${mediaType}`
  if (mediaType === 'text/event-stream') {
    stop.abort()
    return null
  }
  const text = await response.text()
  if (text.includes('of 2')) return `${call} shows another tenant: ${text}`
  if (validate && !validate(JSON.parse(text))) {
    return `${call} is not as documented: ${JSON.stringify(validate.errors?.slice(0, 3))} ${text.slice(0, 500)}`
  }
  return null
}

/** A change of records has one valid request among many: these are the valid ones. */
async function sendWrites(): Promise<void> {
  const prepared = {
    office: createClient({ url: server.url, key }),
    ids: await worldIds(server.database.pool, '1'),
    pool: server.database.pool,
  }
  for (const [name, prepare] of Object.entries(writeCases)) {
    const operation = operations.find(({ operationId }) => operationId === name) as Operation
    const request = await prepare(prepared)
    const response = await sendWrite(server, key, request)
    const call = `${request.method} ${request.path}: ${response.status}`
    expect(await problemOf(operation, call, { response, stop: new AbortController() })).toBeNull()
  }
}

test('every response is documented, for valid and invalid requests', async () => {
  await sendWrites()
  for (const [index, operation] of operations.entries()) {
    // Most ids belong to no row of the tenant: an operation has three rounds to succeed.
    for (let round = 0; round < 3; round++) {
      if (round > 0 && succeeded.has(operation.operationId)) break
      await fc.assert(
        fc.asyncProperty(callOf(operation), async (call) => {
          expect(await send(operation, call)).toBeNull()
        }),
        { seed: 20_260_310 + index + 1_000 * round, numRuns: 25, examples: plainCalls(operation) },
      )
    }
  }
  // Every operation succeeded at least once; otherwise its response was never validated.
  const unsuccessful = operations.map(({ operationId }) => operationId).filter((id) => !succeeded.has(id))
  expect(operations.length).toBeGreaterThan(50)
  expect(unsuccessful).toEqual([])
})

test('SQL in a parameter is only a value', async () => {
  const problems: (string | null)[] = []
  for (const operation of operations) {
    for (const { name } of operation.parameters) {
      for (const text of hostile.slice(0, 5)) {
        const defaults = operation.parameters
          .filter(({ required }) => required)
          .map((other) => [other.name, '100'])
        const parameters = { ...Object.fromEntries(defaults), [name]: text }
        problems.push(await send(operation, { parameters, unknown: false, body: '{"kind":"full"}' }))
      }
    }
  }
  expect(problems.length).toBeGreaterThan(500)
  expect(problems.filter((problem) => problem !== null)).toEqual([])
  // Only the request inserted above.
  const { rows } = await server.database.pool.query(
    'SELECT count(*)::integer AS requests FROM raw.sync_requests WHERE tenant_id = 2',
  )
  expect(rows).toEqual([{ requests: 1 }])
})
