import type { Hono } from 'hono'
import { type ContractWrite, matchWrite, writes } from '../contract/index.ts'
import { resources } from '../generated/resources.ts'
import type { AppBindings } from '../http/app.ts'
import type { Authorization } from '../http/authorization.ts'
import { json, problem } from '../http/problem.ts'
import type { RateLimit } from '../http/rate-limit.ts'
import { writeRecord } from '../http/write-record.ts'
import type { Later } from '../lib/later.ts'
import type { Settings } from '../settings/options.ts'
import type { Perform, WriteRequest, WriteResult } from './perform.ts'

type Parts = {
  settings: Settings
  authorization: Authorization
  rateLimit: RateLimit
  perform: Perform
  later: Later
}

const decimalsOf = (resource: string): readonly string[] =>
  Object.values(resources).find(({ name }) => name === resource)?.decimals ?? []

/** A write's response: 200 without a body where the contract has none. */
const respond = ({ status, body }: WriteResult, { resource }: ContractWrite): Response => {
  if (status !== 200)
    return json(JSON.stringify(body), status, { 'content-type': 'application/problem+json; charset=utf-8' })
  if (body === undefined) return new Response(null, { status })
  return json(writeRecord({ decimals: decimalsOf(resource) }, { ...body }))
}

/** The parsed body; `isValid` is false for a text that is not JSON. */
const readBody = async (request: Request): Promise<{ isValid: boolean; body?: unknown }> => {
  const text = await request.text()
  if (text.trim() === '') return { isValid: true }
  try {
    return { isValid: true, body: JSON.parse(text) }
  } catch {
    return { isValid: false }
  }
}

/**
 * The writes of the API. A body is read as JSON, whatever its content type: that is an assumption. A request whose
 * write is applied late is authorized when it arrives, and validated when it is applied.
 */
export const addWriteRoutes = (app: Hono<{ Bindings: AppBindings }>, parts: Parts): void => {
  const { settings, authorization, rateLimit, perform, later } = parts
  const answer = async (request: Request, { faults, hold }: AppBindings): Promise<Response | undefined> => {
    const path = new URL(request.url).pathname
    const found = matchWrite(request.method, path)
    if (!found) return undefined
    const { write, ids } = found
    const tenant = settings.tenants.find(({ tenantId }) => String(tenantId) === ids.tenant)
    for (const scope of write.scopes) {
      const refusal = authorization.refuse(request.headers, tenant, scope)
      if (refusal) return refusal
    }
    if (!tenant) return problem(404)
    const { tenantId } = tenant
    const limited = rateLimit(request.headers.get('st-app-key') ?? '', tenantId)
    if (limited) return limited
    const origin: WriteRequest['origin'] = {
      tenantId,
      by: 'api',
      clientId: authorization.clientOf(request.headers),
      method: request.method,
      path,
      requestId: request.headers.get('x-request-id') ?? undefined,
    }
    const { isValid, body } = await readBody(request)
    if (!isValid) return problem(400, undefined, { '': ['The body is not valid JSON.'] })
    const lateMs = faults.find(({ applyLate }) => applyLate !== undefined)?.applyLate
    if (lateMs === undefined) return respond(perform({ write, ids, origin, body }), write)
    later.add(lateMs, () => {
      perform({ write, ids, origin, body })
    })
    await hold()
    return problem(504)
  }
  for (const { method, path } of writes) {
    const template = path.replaceAll(/{(\w+)}/g, ':$1')
    app.on(method, template, async (c, next) => (await answer(c.req.raw, c.env)) ?? next())
  }
}
