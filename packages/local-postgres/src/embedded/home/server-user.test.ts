import { expect, test } from 'vitest'
import { findUser, mayPass } from './server-user.ts'

const PASSWD = `root:x:0:0:root:/root:/bin/bash
toor:x:0:0:another root:/root:/bin/sh
postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`

test('findUser finds a user by name, except root', () => {
  expect(findUser(PASSWD, 'postgres')).toEqual({ name: 'postgres', uid: 101, gid: 104 })
  expect(findUser(PASSWD, 'toor')).toBeUndefined()
  expect(findUser(PASSWD, 'post')).toBeUndefined()
})

test("mayPass reads only the permission bits of the user's class", () => {
  const user = { name: 'postgres', uid: 101, gid: 104 }
  expect(mayPass({ uid: 0, gid: 0, mode: 0o40711 }, user)).toBe(true)
  expect(mayPass({ uid: 0, gid: 0, mode: 0o40700 }, user)).toBe(false)
  expect(mayPass({ uid: 0, gid: 104, mode: 0o40710 }, user)).toBe(true)
  expect(mayPass({ uid: 0, gid: 104, mode: 0o40701 }, user)).toBe(false)
  expect(mayPass({ uid: 101, gid: 0, mode: 0o40700 }, user)).toBe(true)
  expect(mayPass({ uid: 101, gid: 0, mode: 0o40077 }, user)).toBe(false)
})
