import { show, wrongOption } from '../lib/expect.ts'

export type Environment = 'production' | 'integration'

/** ServiceTitan developer documentation, "Environments"; the `servers` of every OpenAPI file. */
export const hosts: Readonly<Record<Environment, { readonly apiUrl: string; readonly authUrl: string }>> = {
  production: {
    apiUrl: 'https://api.servicetitan.io',
    authUrl: 'https://auth.servicetitan.io',
  },
  integration: {
    apiUrl: 'https://api-integration.servicetitan.io',
    authUrl: 'https://auth-integration.servicetitan.io',
  },
}

/**
 * Validates a base URL and removes its trailing slash. Plain http would expose the secret and the token on the network,
 * so it is allowed for this machine only, unless insecure URLs are allowed.
 * @throws TypeError when the URL is not valid or not allowed
 */
export function serviceUrl(name: string, value: unknown, options: { allowInsecure: boolean }): string {
  const url = typeof value === 'string' ? URL.parse(value) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw wrongOption(name, 'an https URL', url === null ? 'another text (not shown)' : show(url.protocol))
  }
  if (url.username !== '' || url.password !== '') {
    throw wrongOption(name, 'a URL without credentials in it', 'one with credentials (not shown)')
  }
  if (url.search !== '' || url.hash !== '') {
    throw wrongOption(name, 'a URL without a query or a fragment', 'one with either (not shown)')
  }
  if (url.protocol === 'http:' && !options.allowInsecure && !isLoopback(url.hostname)) {
    throw wrongOption(
      name,
      'an https URL (http is for this machine, or for a trusted network with `allowInsecureHttp`)',
      show(url.origin),
    )
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  )
}
