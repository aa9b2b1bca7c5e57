import { expect, test } from 'vitest'
import { networkOf } from '../../src/http/client-address.ts'

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.1:8080', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:0:1::1', '2001:db8:0:1'],
  ['2001:0db8::1:2:3:4:5', '2001:db8:0:1'],
  ['[2001:db8::1]:8080', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::', '0:0:0:0'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0'],
  ['x'.repeat(100), 'x'.repeat(64)],
])('%s is limited as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
