import { z } from '@hono/zod-openapi'
import type { ResourceName } from 'catalog'
import type { OwnableDomain } from 'db-migrations/protocol'
import type pg from 'pg'
import { type RecordWrite, WriteError, writeRecords } from 'records/writes'
import { addRoute } from '../http/add-route.ts'
import type { Api, ApiContext } from '../http/context.ts'
import { etagOf } from '../http/etag.ts'
import { sendDone } from '../http/send-json.ts'
import { recordReference } from '../http/values.ts'
import type { Scope } from '../keys/scope.ts'
import { recordResource } from '../records/record-resources.ts'
import { rowSchema } from '../records/resource-schemas.ts'
import { rowStatement } from '../records/row-statement.ts'
import { refusalOf } from './refusal.ts'
import { versionHeader, versionOf } from './version-of.ts'

/** A route that changes a record, and responds with it. */
export interface WriteRoute<Body extends z.ZodType> {
  readonly method?: 'post' | 'patch' | 'delete'
  /** Below the base path; with `{id}` the record, or its parent. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly scope: Extract<Scope, 'write:dispatch' | 'write:records'>
  /** The kind of records of which it changes or creates one. */
  readonly resource: ResourceName
  /** The domains whose records it changes. */
  readonly domains: readonly OwnableDomain[]
  readonly body?: Body
  /** Whether it creates a record; else it changes that of the path, and takes its version. @default false */
  readonly creates?: boolean
}

/** A change that was requested. */
export interface WriteInput<Body> {
  /** The id in the path; '' when the path has none. */
  readonly reference: string
  /** The version for which the change was made; '' when it creates a record. */
  readonly version: string
  readonly body: Body
}

/** The record to respond with. */
export interface Written {
  readonly id: string
  /** Whether it was created by this request. @default false */
  readonly isNew?: boolean
}

/**
 * Adds a route that changes a record.
 * @param work changes it; without a result, the record of the path is the response
 */
export function addWrite<Body extends z.ZodType>(
  api: Api,
  context: ApiContext,
  { resource: name, domains, creates = false, body: schema, ...route }: WriteRoute<Body>,
  work: (write: RecordWrite, input: WriteInput<z.output<Body>>) => Promise<Written> | Promise<void>,
): void {
  const resource = recordResource(name)
  const definition = {
    ...route,
    method: route.method ?? ('post' as const),
    tag: 'Changes of records',
    ...(route.path.includes('{id}') && {
      params: z.object({ id: recordReference.openapi({ example: resource.exampleId }) }),
    }),
    query: z.strictObject({}),
    ...(schema && { body: schema }),
    ...(!creates && { headers: z.object(versionHeader) }),
    response: rowSchema(resource),
    successes: creates ? ([201, 200] as const) : ([200] as const),
    problems: creates ? ([404, 409] as const) : ([404, 409, 412, 428] as const),
  }
  addRoute(api, context, definition, async ({ params, headers, body, c, write }) => {
    const reference = (params as { readonly id?: string } | undefined)?.id ?? ''
    const version = creates ? '' : versionOf(headers['if-match'])
    const { tenantId } = c.var.key
    const read = (client: pg.ClientBase, id: string) => readRecord(client, resource, tenantId, id)
    const written = await write(async (client, _, closing) => {
      try {
        return await writeRecords(client, { tenantId, domains, ...closing }, async (change) => {
          const written = await work(change, { reference, version, body: body as z.output<Body> })
          const { id = reference, isNew = false } = written ?? {}
          const row = read(client, id)
          change.defer(row)
          return { id, isNew, row }
        })
      } catch (error) {
        if (error instanceof WriteError)
          throw await refusalOf(error, () => read(client, reference).then(jsonOf))
        throw error
      }
    })
    const { id, isNew } = written
    const row = await written.row
    c.header('ETag', etagOf(String(row?.version)))
    if (isNew) c.header('Location', `/api/v2/${name}/${id}`)
    return sendDone(c, row?.row ?? '', isNew ? 201 : 200)
  })
}

interface ReadRecord {
  readonly version: string
  /** JSON text. */
  readonly row: string
}

const jsonOf = (record: ReadRecord | undefined) => record?.row ?? null

async function readRecord(
  client: pg.ClientBase,
  resource: ReturnType<typeof recordResource>,
  tenantId: string,
  id: string,
): Promise<ReadRecord | undefined> {
  const options = { tenantId, id, fields: null, include: [], fullData: false, includeDeleted: true }
  const { rows } = await client.query<ReadRecord>(rowStatement(resource, options))
  return rows[0]
}
