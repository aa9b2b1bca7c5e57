import { findOperation } from '../contract/index.ts'
import { SANDBOX_TENANT_ID, sandboxCredentials } from '../settings/options.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'

/** The part of a sandbox that the client uses. */
type Fetchable = { fetch: (input: string | URL, init?: RequestInit) => Promise<Response> }

type Parameters = Record<string, string | number | boolean>

/** The parts of a response that tests read. */
type Answer = {
  status: number
  text: string
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of any shape.
  body: any
}

/** A client that is based only on the contract: the paths and names of operations. */
export type TestClient = {
  get: (path: string, parameters?: Parameters, headers?: Record<string, string>) => Promise<Answer>
  /** Sends a write with a body as JSON, or with a text as it is. */
  send: (
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: object | string,
    init?: { headers?: Record<string, string>; signal?: AbortSignal },
  ) => Promise<Answer>
  list: (resource: ResourceName, parameters?: Parameters) => Promise<Answer>
  one: (resource: ResourceName, id: number | bigint | string) => Promise<Answer>
  export: (resource: ResourceName, parameters?: Parameters) => Promise<Answer>
  /** Reads an export to its end. */
  drain: (
    resource: ResourceName,
    parameters?: Parameters,
    // biome-ignore lint/suspicious/noExplicitAny: records of every resource.
  ) => Promise<{ records: any[]; continueFrom: string; pages: number }>
}

export const tokenRequest = (fields: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: sandboxCredentials.clientId,
    client_secret: sandboxCredentials.clientSecret,
    ...fields,
  }),
})

export const pathOf = (
  resource: ResourceName,
  kind: 'list' | 'get' | 'export',
  { tenantId = SANDBOX_TENANT_ID, id = '' as number | bigint | string } = {},
): string => {
  const operation = findOperation(resource, kind)
  if (!operation) throw new Error(`The contract has no ${kind} of ${resource}`)
  return operation.path.replace('{tenant}', String(tenantId)).replace('{id}', String(id))
}

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    text,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : undefined,
  }
}

export const connect = async (sandbox: Fetchable, tenantId = SANDBOX_TENANT_ID): Promise<TestClient> => {
  const origin = 'http://sandbox.test'
  const token = await answerOf(await sandbox.fetch(`${origin}/connect/token`, tokenRequest()))
  const credentials = {
    authorization: `Bearer ${token.body.access_token}`,
    'st-app-key': sandboxCredentials.appKey,
  }
  const get: TestClient['get'] = async (path, parameters = {}, headers = credentials) => {
    const url = new URL(path, origin)
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, String(value))
    return answerOf(await sandbox.fetch(url, { headers }))
  }
  const readExport: TestClient['export'] = (resource, parameters) =>
    get(pathOf(resource, 'export', { tenantId }), parameters)
  return {
    get,
    send: async (method, path, body, { headers = {}, signal } = {}) => {
      const init: RequestInit = {
        method,
        headers: { ...credentials, 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...(signal && { signal }),
      }
      return answerOf(await sandbox.fetch(new URL(path, origin), init))
    },
    list: (resource, parameters) => get(pathOf(resource, 'list', { tenantId }), parameters),
    one: (resource, id) => get(pathOf(resource, 'get', { tenantId, id })),
    export: readExport,
    drain: async (resource, parameters = {}) => {
      const records: unknown[] = []
      let from = parameters.from
      for (let pages = 1; ; pages++) {
        const { body } = await readExport(resource, { ...parameters, ...(from !== undefined && { from }) })
        records.push(...body.data)
        from = body.continueFrom as string
        if (!body.hasMore) return { records, continueFrom: from, pages }
      }
    },
  }
}
