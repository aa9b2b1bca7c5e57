import { expect, test } from 'vitest'
import { failedToConnect } from './failed-to-connect.ts'

/** An error of `fetch`, whose cause has these properties. */
const failure = (properties: object, message = '') =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), properties) })

test.each([
  ['a refused connection', failure({ code: 'ECONNREFUSED', syscall: 'connect' })],
  ['a connection that timed out', failure({ code: 'ETIMEDOUT', syscall: 'connect' })],
  ["undici's limit for a connection", failure({ code: 'UND_ERR_CONNECT_TIMEOUT' })],
  ['an unknown host', failure({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
  ['an expired certificate', failure({ code: 'CERT_HAS_EXPIRED' })],
  ['a certificate for another host', failure({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
  ['a self-signed certificate', failure({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
  ['a server without TLS', failure({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' })],
  [
    'a connection that ends in the handshake',
    failure(
      { code: 'ECONNRESET' },
      'Client network socket disconnected before secure TLS connection was established',
    ),
  ],
  [
    'a proxy that does not open a tunnel',
    failure({ code: 'UND_ERR_ABORTED' }, 'Proxy response (502) !== 200'),
  ],
  [
    'no address that answers',
    new TypeError('fetch failed', {
      cause: new AggregateError([
        Object.assign(new Error(''), { code: 'ECONNREFUSED', syscall: 'connect' }),
        Object.assign(new Error(''), { code: 'ENETUNREACH', syscall: 'connect' }),
      ]),
    }),
  ],
])('%s proves that nothing was sent', (_what, error) => {
  expect(failedToConnect(error)).toBe(true)
})

test.each([
  ['a reset', failure({ code: 'ECONNRESET', syscall: 'read' })],
  ['a read that timed out', failure({ code: 'ETIMEDOUT', syscall: 'read' })],
  ['a closed connection', failure({ code: 'UND_ERR_SOCKET' }, 'other side closed')],
  ['a broken TLS record', failure({ code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' })],
  ['a broken pipe', failure({ code: 'EPIPE', syscall: 'write' })],
  ['no headers in time', failure({ code: 'UND_ERR_HEADERS_TIMEOUT' })],
  ['an aggregate with another error', new AggregateError([failure({ code: 'ECONNRESET' })])],
  ['an empty aggregate', new AggregateError([])],
  ['no cause', new TypeError('fetch failed')],
  ['no error', 'ECONNREFUSED'],
])('%s proves nothing', (_what, error) => {
  expect(failedToConnect(error)).toBe(false)
})
