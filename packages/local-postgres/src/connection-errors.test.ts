import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { query } from '../test/support.ts'
import { urlWithDatabase } from './connect.ts'
import { describeConnectionError, toPostgresUnavailableError } from './connection-errors.ts'
import { findFreePort } from './embedded/process/port.ts'
import { resolvePostgres } from './resolve-postgres.ts'
import { startTemporaryPostgres, type TemporaryPostgres } from './temporary-postgres.ts'

let server: TemporaryPostgres
beforeAll(async () => {
  server = await startTemporaryPostgres({ inMemory: true })
})
afterAll(() => server.close())

async function failureOf(url: string): Promise<unknown> {
  return await query(url, 'SELECT 1').then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )
}

function expectOneSafeLine(message: string, url: string): void {
  expect(message).not.toContain('\n')
  const { password } = new URL(url)
  if (password !== '') expect(message).not.toContain(password)
}

describe('a real failure is described in one line with a remedy', () => {
  test('a wrong password', async () => {
    const url = server.url.replace(/:[^:@]+@/, ':wrong-password@')
    const message = describeConnectionError(await failureOf(url), url)
    expect(message).toMatch(/refused the password of user "postgres": check user and password/)
    expectOneSafeLine(message, url)
    await expect(resolvePostgres({ url })).rejects.toMatchObject({ code: 'authentication_failed', message })
  })

  test('a missing password', async () => {
    const url = server.url.replace(/:[^:@]+@/, '@')
    expect(toPostgresUnavailableError(await failureOf(url), url).code).toBe('authentication_failed')
  })

  test('a port without a server', async () => {
    const url = `postgres://ann:s3cret-word@127.0.0.1:${await findFreePort()}/lazi`
    const message = describeConnectionError(await failureOf(url), url)
    expect(message).toMatch(/^No PostgreSQL answers at 127\.0\.0\.1:\d+ \(ECONNREFUSED\): check/)
    expectOneSafeLine(message, url)
    await expect(resolvePostgres({ url })).rejects.toMatchObject({ code: 'unreachable' })
  })

  test('a host name whose addresses all have no server', async () => {
    const url = `postgres://ann:s3cret-word@localhost:${await findFreePort()}/lazi`
    expect(toPostgresUnavailableError(await failureOf(url), url).code).toBe('unreachable')
  })

  test('a missing database', async () => {
    const url = urlWithDatabase(server.url, 'not there')
    const message = describeConnectionError(await failureOf(url), url)
    expect(message).toMatch(/^Database "not there" does not exist at .*: create it/)
    expectOneSafeLine(message, url)
    await expect(resolvePostgres({ url })).rejects.toMatchObject({ code: 'database_missing' })
  })

  test('a server without TLS', async () => {
    const url = server.url.replace('sslmode=disable', 'sslmode=require')
    const message = describeConnectionError(await failureOf(url), url)
    expect(message).toMatch(/^TLS with .* failed .*add \?sslmode=disable/)
    expectOneSafeLine(message, url)
    await expect(resolvePostgres({ url })).rejects.toMatchObject({ code: 'tls' })
  })

  test('a port of another program', async () => {
    const other: Server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))
    })
    onTestFinished(() => void other.close())
    const url = `postgres://ann:s3cret-word@127.0.0.1:${port}/lazi`
    const message = describeConnectionError(await failureOf(url), url)
    expectOneSafeLine(message, url)
  })

  test('a server without a free connection', async () => {
    const url = urlWithDatabase(server.url, 'crowded')
    await query(server.url, 'CREATE DATABASE crowded')
    await query(server.url, "CREATE ROLE guest LOGIN PASSWORD 'guest-word'")
    await query(server.url, 'ALTER ROLE guest CONNECTION LIMIT 0')
    const guest = url.replace(/\/\/[^@]+@/, '//guest:guest-word@')
    const message = describeConnectionError(await failureOf(guest), guest)
    expect(message).toMatch(/has no free connection/)
    expectOneSafeLine(message, guest)
  })
})

const URL_WITH_PASSWORD = 'postgres://ann:s3cret-word@db.example.com/lazi'

test.each([
  ['tls', { code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'self-signed certificate in certificate chain' }],
  ['tls', { code: '28000', message: 'no pg_hba.conf entry for host "10.0.0.1", user "ann", no encryption' }],
  [
    'authentication_failed',
    { code: '28000', message: 'no pg_hba.conf entry for host "10.0.0.1", user "ann"' },
  ],
  ['timeout', { message: 'timeout expired' }],
  ['timeout', { code: 'ETIMEDOUT', message: 'connect ETIMEDOUT 10.0.0.1:5432' }],
  ['unreachable', { code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND db.example.com' }],
  ['starting_up', { code: '57P03', message: 'the database system is starting up' }],
  ['no_permission', { code: '42501', message: 'permission denied to create database' }],
  ['connection_failed', { message: 'unknown: s3cret-word\nand more' }],
])('%s from %j', (code, fields) => {
  const described = toPostgresUnavailableError(Object.assign(new Error(), fields), URL_WITH_PASSWORD)
  expect(described.code).toBe(code)
  expectOneSafeLine(described.message, URL_WITH_PASSWORD)
})

test.each(['not a url', 'mysql://ann:s3cret-word@localhost/lazi', 'postgres://ann:s3cret/word@host/lazi'])(
  'the error for the URL %s explains the format',
  async (url) => {
    const error = await resolvePostgres({ url }).then(
      () => expect.unreachable(),
      (caught: Error) => caught,
    )
    expect(error).toMatchObject({ code: 'invalid_url' })
    expect(error.message).toMatch(/write it as postgres:\/\//)
    expect(error.message).not.toMatch(/s3cret/)
    expect(error.cause).toBeUndefined()
  },
)
