import { findResource, type Resource } from 'catalog'
import {
  createServiceTitanClient,
  type Logger,
  type ServiceTitanClient,
  type ServiceTitanClientOptions,
} from '../src/index.ts'
import type { ApiServer } from './api-server.ts'

/** Distinctive values that tests search for in every output. Form-encoding changes one of them. */
export const secrets = {
  clientId: 'cid.planted-client-id',
  clientSecret: 'cs1.planted+client/secret=',
  appKey: 'ak1.planted-app-key',
}

export const credentials = { tenantId: '987654321', ...secrets }

/** A fast client, without a rate limit and without jitter; each test sets its own options. */
export function createTestClient(
  api: ApiServer,
  options: Partial<ServiceTitanClientOptions> = {},
): ServiceTitanClient {
  return createServiceTitanClient({
    ...credentials,
    apiUrl: api.url,
    authUrl: api.url,
    maxAttempts: 3,
    retryBaseDelayMs: 1,
    random: () => 1,
    ...(options.limiter === undefined ? { requestsPerSecond: null } : {}),
    ...options,
  })
}

export function resource(name: string): Resource {
  const found = findResource(name)
  if (found === undefined) throw new Error(`no resource ${name}`)
  return found
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn'
  readonly details: object
  readonly message: string
}

export function recordingLogger(onLine: (line: LogLine) => void = () => {}): Logger & { lines: LogLine[] } {
  const lines: LogLine[] = []
  const at = (level: LogLine['level']) => (details: object, message: string) => {
    const line = { level, details, message }
    lines.push(line)
    onLine(line)
  }
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn') }
}

/** The promise's rejection. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('expected a rejection')
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const page of pages) all.push(page)
  return all
}
