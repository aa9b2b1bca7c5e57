import { ConfigError } from 'cli-kit'
import type { ServiceTitanClient } from 'servicetitan'
import { expect, test } from 'vitest'
import type { Credentials } from '../tenants/credentials.ts'
import { createClients } from './clients.ts'

const credentials = (tenantId: string, clientSecret = 'a-secret'): Credentials => ({
  tenantId,
  clientId: 'an-id',
  clientSecret,
  appKey: 'a-key',
})
const byTenant = (...all: Credentials[]) => ({
  byTenant: new Map(all.map((one) => [one.tenantId, one])),
  warnings: [],
})

test('a client is reused until its credentials change, and invalid credentials keep the previous ones', () => {
  let read = () => byTenant(credentials('1'))
  const created: Credentials[] = []
  const clients = createClients(
    () => read(),
    (one) => {
      created.push(one)
      return { credentials: one } as unknown as ServiceTitanClient
    },
  )
  const first = clients.find('1')
  expect(clients.find('1')).toBe(first)
  expect(clients.find('2')).toBeNull()

  read = () => byTenant(credentials('1'), credentials('2'))
  expect(clients.reload()).toEqual([])
  expect(clients.tenantIds()).toEqual(['1', '2'])
  expect(clients.find('1')).toBe(first)

  read = () => {
    throw new ConfigError(['2.env: SERVICETITAN_CLIENT_ID is not set'])
  }
  expect(clients.reload()).toEqual(['2.env: SERVICETITAN_CLIENT_ID is not set'])
  expect(clients.tenantIds()).toEqual(['1', '2'])

  read = () => byTenant(credentials('1', 'another-secret'))
  clients.reload()
  expect(clients.find('1')).not.toBe(first)
  expect(created.map(({ clientSecret }) => clientSecret)).toEqual(['a-secret', 'another-secret'])
})
