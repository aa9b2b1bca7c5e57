import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { sendDone } from '../http/send-json.ts'
import { id } from '../http/values.ts'
import { cursorParameter, limitParameter } from '../records/list-parameters.ts'
import { pageOf } from '../records/page-of.ts'
import { addPerson, changePerson } from './manage-people.ts'
import { newPerson, peoplePage, person, personChanges } from './people-schemas.ts'
import { listTenantPeople, readPerson } from './read-people.ts'

const shared = { tag: 'Access', scope: 'admin' as const }
const missing = 'This tenant has no such person.'

/** `/people`: the persons who use LAZI in the tenant, each with a role. Their keys are created by commands. */
export const peopleRoutes: RouteModule = (api, context) => {
  const people = {
    ...shared,
    path: '/people',
    operationId: 'listPeople',
    summary: 'List the persons of the tenant, newest first',
    query: z.strictObject({ limit: limitParameter, cursor: cursorParameter }),
    response: peoplePage,
  }
  addRoute(api, context, people, async ({ query: { limit, cursor }, c, inspect }) =>
    pageOf(c, { list: ['people'], limit, cursor }, [id], (after, count) =>
      inspect((client) => listTenantPeople(client, c.var.key.tenantId, { after, count })),
    ),
  )

  const one = {
    ...shared,
    path: '/people/{id}',
    operationId: 'getPerson',
    summary: 'Get a person',
    params: z.object({ id: id.openapi({ example: '1' }) }),
    query: z.strictObject({}),
    response: person,
    problems: [404] as const,
  }
  addRoute(api, context, one, async ({ params, c, inspect }) => {
    const row = await inspect((client) => readPerson(client, c.var.key.tenantId, params.id))
    if (row === null) throw new ProblemError(404, missing)
    return sendDone(c, row)
  })

  const add = {
    ...shared,
    method: 'post' as const,
    path: '/people',
    operationId: 'addPerson',
    summary: 'Add a person',
    description: 'The person has no key yet: `api keys create --person <id>` creates one.',
    query: z.strictObject({}),
    body: newPerson,
    response: person,
    successes: [201] as const,
  }
  addRoute(api, context, add, async ({ body, c, write }) => {
    const { tenantId } = c.var.key
    const row = await write(async (client, record) => {
      const added = await addPerson(client, tenantId, body)
      if (!added) throw new ProblemError(401, 'The tenant of this key was removed.')
      const row = await readPerson(client, tenantId, added.person.personId)
      await record(added.entry)
      return row
    })
    return sendDone(c, row as string, 201)
  })

  const change = {
    ...one,
    method: 'patch' as const,
    operationId: 'changePerson',
    summary: 'Change a person, or deactivate one',
    description:
      'It holds for all keys of the person: in the process that answers at once, in others within the time for which they cache keys, 5 seconds unless it is set otherwise.',
    body: personChanges,
  }
  addRoute(api, context, change, async ({ params, body, c, write }) => {
    const { tenantId } = c.var.key
    const personId = String(BigInt(params.id))
    const row = await write(async (client, record) => {
      const changed = await changePerson(client, { tenantId, personId }, body, new Date(context.now()))
      if (!changed) return null
      const row = await readPerson(client, tenantId, personId)
      if (changed.entry) await record(changed.entry)
      return row
    })
    if (row === null) throw new ProblemError(404, missing)
    context.forgetPerson(tenantId, personId)
    return sendDone(c, row)
  })
}
