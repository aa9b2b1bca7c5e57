import { isIPv6 } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { ApiRequest } from './context.ts'

/** The groups of an IPv6 address that name a network: a client may use all addresses of its own. */
const networkGroups = 4

/**
 * Reads the address of a request's client, for limits: of IPv6 only the network.
 * @param trustedProxies how many proxies in front of the server append the address of their client to
 * `X-Forwarded-For`; 0: none, the address is that of the connection. What a client itself sends in the header is left
 * of what they append, so it is never read.
 */
export function createClientAddress(trustedProxies: number): (c: ApiRequest) => string {
  return (c) => {
    const forwarded = c.req.header('x-forwarded-for')?.split(',') ?? []
    const given = trustedProxies > 0 ? forwarded.at(-trustedProxies)?.trim() : undefined
    return networkOf(given || (getConnInfo(c).remote.address ?? ''))
  }
}

/** What limits count as one client: an IPv4 address, or the network of an IPv6 address. */
export function networkOf(address: string): string {
  const bare =
    /^\[(?<inner>[^\]]*)\]/.exec(address)?.groups?.inner ?? address.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
  const mapped = /^::ffff:(?<ipv4>\d+(?:\.\d+){3})$/i.exec(bare)?.groups?.ipv4
  if (mapped !== undefined) return mapped
  // Any other text is the proxy's; it is bounded, since limits remember it.
  return isIPv6(bare) ? groupsOf(bare).slice(0, networkGroups).join(':') : bare.slice(0, 64)
}

/** All eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address
    .replace(/%.*$/, '')
    .replace(/\d+(?:\.\d+){3}$/, '0:0')
    .split('::')
  const groups = (text: string | undefined) => (text ? text.split(':') : [])
  const [left, right] = [groups(head), groups(tail)]
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16).toString(16))
}
