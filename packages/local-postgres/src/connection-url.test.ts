import { expect, test } from 'vitest'
import { readConnectionUrl } from './connection-url.ts'

test.each([
  ['postgres://ann:word@db:5433/lazi?sslmode=require', 'postgres://ann:word@db:5433/lazi?sslmode=require'],
  [' \tpostgresql://ann@db/lazi\r\n', 'postgresql://ann@db/lazi'],
  [
    'postgresql://ann:word@/lazi?host=/cloudsql/project:region:one',
    'postgresql://ann:word@localhost/lazi?host=/cloudsql/project:region:one',
  ],
  ['postgres:///lazi', 'postgres://localhost/lazi'],
  ['postgres://?host=/run/postgresql', 'postgres://localhost?host=/run/postgresql'],
  ['postgres://ann@%2Frun%2Fpostgresql/lazi', 'postgres://ann@%2Frun%2Fpostgresql/lazi'],
  ['postgres://ann@[::1]:5432/lazi', 'postgres://ann@[::1]:5432/lazi'],
  ['/run/postgresql lazi', 'postgres://localhost/lazi?host=/run/postgresql'],
  ['socket:/run/postgresql?db=lazi', 'postgres://localhost/lazi?host=/run/postgresql'],
  [
    'socket://ann:word@/run/postgresql?db=lazi&encoding=utf8',
    'postgres://ann:word@localhost/lazi?host=/run/postgresql&client_encoding=utf8',
  ],
])('%j is read', (text, url) => {
  expect(readConnectionUrl(text)).toBe(url)
  expect(URL.canParse(url)).toBe(true)
})

test.each([
  ['postgres://ann:s3cret@a:1,b:2/lazi', /several hosts/],
  ['postgres://ann:s3cret@/lazi?host=a,b', /several hosts/],
  ['jdbc:postgresql://db/lazi?user=ann&password=s3cret', /Java driver.*without jdbc:/],
  ['mysql://ann:s3cret@db/lazi', /scheme is mysql:/],
  ['db:5432/lazi', /no scheme/],
  ['host=db password=s3cret', /no scheme/],
  ['postgres://ann:s3cret/word@db/lazi', /percent-encode/],
  ['postgres://ann:s3cret@db:99999/lazi', /percent-encode/],
  ['socket:', /socket:\/folder/],
])('%j is refused with its reason', (text, reason) => {
  const refusal = (() => {
    try {
      return readConnectionUrl(text)
    } catch (error) {
      return error
    }
  })()
  expect(refusal).toMatchObject({ code: 'invalid_url', message: expect.stringMatching(reason) })
  expect((refusal as Error).message).not.toContain('s3cret')
})
