import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { cutOff, grantToken, json, type Reply, reset, startApi, text } from '../test/api-server.ts'
import {
  createTestClient,
  recordingLogger,
  rejection,
  resource,
  secrets,
} from '../test/create-test-client.ts'

const token = 'planted-access-token'
const cursor = 'planted-cursor'
const record = 'planted-record'
const planted = [...Object.values(secrets), encodeURIComponent(secrets.clientSecret), token, cursor, record]

/** Replies with everything that the server received. */
const echo =
  (status: number): Reply =>
  (response, request) => {
    const { authorization = '', 'st-app-key': appKey = '' } = request.headers
    const everything = `${authorization} ${appKey} ${request.body}`
    const traceId = authorization.replace('Bearer ', '')
    const body = { title: everything, error: everything, errors: { [everything]: [everything] }, traceId }
    json(body, status)(response, request)
  }

const granted = grantToken(token)

/** Everything that the values could show. */
const shownOf = (...values: unknown[]): string[] =>
  values.flatMap((value) => [
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null }),
    JSON.stringify(value),
    String(value),
  ])

test.each<[string, Reply, Reply]>([
  ['an unknown client', echo(400), text('')],
  ['a token endpoint that echoes', echo(500), text('')],
  ['a token response that is not JSON', text(`{"access_token":"${token}"`), text('')],
  ['a refused token', granted, echo(401)],
  ['a missing scope', granted, echo(403)],
  ['an exhausted quota', granted, echo(429)],
  ['a server error', granted, echo(500)],
  ['an HTML page', granted, text(`<html>${token} ${record}`)],
  ['a truncated page', granted, text(`{"data":[{"name":"${record}"`)],
  ['a page with wrong types', granted, json({ hasMore: record, continueFrom: record, data: record })],
  ['a page in a loop', granted, json({ hasMore: true, continueFrom: cursor, data: [{ name: record }] })],
  ['a broken connection', granted, cutOff(`{"data":"${record}"`)],
  ['a reset', granted, reset],
  ['a timeout', granted, () => {}],
])('errors and logs contain no secret, cursor or record after %s', async (_what, tokenReply, reply) => {
  await using api = await startApi({ token: tokenReply, api: reply })
  const logger = recordingLogger()
  const client = createTestClient(api, { logger, maxAttempts: 2, requestTimeoutMs: 200 })
  const error = await rejection(client.exportPages(resource('jobs'), { from: cursor }).next())
  expect(error).toHaveProperty('code', expect.stringMatching(/^SERVICETITAN_/))

  for (const text of shownOf(error, logger.lines, client)) {
    for (const secret of planted) expect(text).not.toContain(secret)
  }
})

test.each<[string, Reply, Reply]>([
  ['a token endpoint that echoes', echo(500), text('')],
  ['a refusal', granted, echo(400)],
  ['a missing scope', granted, echo(403)],
  ['a missing record', granted, echo(404)],
  ['a conflict', granted, echo(409)],
  ['an exhausted quota', granted, echo(429)],
  ['a server error', granted, echo(500)],
  ['an error in the body of a 200', granted, json({ status: 500, title: token, traceId: token })],
  ['an HTML page', granted, text(`<html>${token} ${record}`)],
  ['a reset', granted, reset],
])('the outcome and the logs of a write contain no secret after %s', async (_what, tokenReply, reply) => {
  await using api = await startApi({ token: tokenReply, api: reply })
  const logger = recordingLogger()
  const client = createTestClient(api, { logger, maxAttempts: 1 })
  const outcome = await client.send({ method: 'POST', module: 'crm', path: 'customers', body: { name: 'x' } })
  expect(outcome).toHaveProperty('error.code', expect.stringMatching(/^SERVICETITAN_/))
  for (const text of shownOf(outcome, logger.lines)) {
    for (const secret of planted) expect(text).not.toContain(secret)
  }
})

test('logs contain no secret after a success', async () => {
  const page = json({ hasMore: false, continueFrom: cursor, data: [{ name: record }] })
  await using api = await startApi({ token: granted, api: page })
  const logger = recordingLogger()
  await createTestClient(api, { logger }).exportPages(resource('jobs'), { from: cursor }).next()
  expect(logger.lines.map((line) => line.message)).toEqual(['obtained an access token', 'response'])
  for (const secret of planted) expect(JSON.stringify(logger.lines)).not.toContain(secret)
})
