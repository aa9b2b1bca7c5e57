import { type ContractWrite, matchWrite } from '../contract/index.ts'
import { parseIds } from '../definition/filter.ts'
import { type Problem, problemBody } from '../http/problem.ts'
import type { Settings } from '../settings/options.ts'
import type { Collection } from '../store/collection.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Book, WriteOrigin } from './book.ts'
import { Refusal } from './refusal.ts'
import { rules } from './rules/rules.ts'
import { pickFields, validateBody } from './validate-body.ts'
import { createWriteContext } from './write-context.ts'

/** The response of a write: a record, nothing, or a problem. */
export type WriteResult = { status: number; body: Record<string, unknown> | Problem | undefined }

/** A write that the contract has, of a tenant that exists. */
export type WriteRequest = {
  write: ContractWrite
  ids: Readonly<Record<string, string>>
  origin: WriteOrigin
  /** The parsed body, or undefined if there is none. */
  body: unknown
}

/** Validates a write, checks its rules and applies it, at once: it is applied as a whole, or not at all. */
export type Perform = (request: WriteRequest) => WriteResult

/** The ids of a path as the store's texts. @throws {Refusal} 400 if one is not an integer. */
const idsOf = (ids: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ids).map(([name, text]) => {
      const [id, ...others] = parseIds(text) ?? []
      if (id === undefined || others.length > 0)
        throw new Refusal(400, undefined, { [name]: [`The value '${text}' is not valid.`] })
      return [name, id]
    }),
  )

export const createPerform = (parts: {
  settings: Settings
  book: Book
  nowMs: () => number
  collectionOf: <N extends ResourceName>(tenantId: number, name: N) => Collection<N>
}): Perform => {
  const { settings, book, nowMs, collectionOf } = parts
  const apply = ({ write, ids, origin, body: given }: WriteRequest): WriteResult['body'] => {
    const rule = rules[write.id]
    if (!rule) throw new Error(`The sandbox has no rule for ${write.id}`)
    const path = idsOf(ids)
    const { body: schema, module } = write
    const dropsUnknown = write.method === 'PATCH' && settings.writes.unknownPatchFields === 'drop'
    const { value, errors } =
      schema === null
        ? { value: {}, errors: undefined }
        : validateBody({ module, body: schema }, given, { dropsUnknown })
    if (errors) throw new Refusal(400, undefined, errors)
    const context = createWriteContext({
      settings: settings.writes,
      origin,
      book,
      nowMs,
      collectionOf: (name) => collectionOf(origin.tenantId, name),
    })
    const answer = rule(context, { ids: path, body: value })
    const shown = write.responses[200] ?? null
    return answer === undefined || shown === null ? undefined : pickFields(module, shown, answer)
  }
  return (request) => {
    try {
      return { status: 200, body: apply(request) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, message, errors } = error
      return { status, body: problemBody(status, message === '' ? undefined : message, errors) }
    }
  }
}

/** A person's writes: the same rules as for the API, without authorization and without faults. */
export type Hands = {
  /** Like a request of the API, with its path: `/crm/v2/tenant/1001001/customers`. */
  post: (path: string, body?: unknown) => WriteResult
  patch: (path: string, body?: unknown) => WriteResult
  put: (path: string, body?: unknown) => WriteResult
  delete: (path: string) => WriteResult
}

/** @throws when the contract has no such write, or the sandbox no such tenant. */
export const createHands = (perform: Perform, tenantIds: readonly number[]): Hands => {
  const act =
    (method: string) =>
    (path: string, body?: unknown): WriteResult => {
      const found = matchWrite(method, path)
      if (!found) throw new Error(`The sandbox has no write ${method} ${path}`)
      const tenantId = tenantIds.find((id) => String(id) === found.ids.tenant)
      if (tenantId === undefined) throw new Error(`The sandbox has no tenant ${found.ids.tenant}`)
      const origin = {
        tenantId,
        by: 'person',
        clientId: undefined,
        method,
        path,
        requestId: undefined,
      } as const
      return perform({ ...found, origin, body })
    }
  return { post: act('POST'), patch: act('PATCH'), put: act('PUT'), delete: act('DELETE') }
}
