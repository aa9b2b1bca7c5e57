import { HAND_NOW } from '../dataset/hand-data.ts'
import { resources } from '../generated/resources.ts'
import { type AllSizes, resolveSizes, type Sizes } from '../world/sizes.ts'
import type { Fault } from './faults.ts'
import { resolveWriteOptions, type WriteOptions, type WriteSettings } from './write-options.ts'

/** The credentials with which a client accesses a tenant. */
export type Credentials = { clientId: string; clientSecret: string; appKey: string }

export type TenantOptions = {
  tenantId: number
  /** Numbers of base records by resource; the others are derived from the given ones. */
  sizes?: Partial<Sizes>
  /** @default the sandbox's `credentials` */
  credentials?: Credentials
}

export type SandboxOptions = {
  /** The seed of the data: same seed, same data. @default 'lazi' */
  seed?: string
  /**
   * What the account has: data generated from the seed, or a few records whose analytics were computed by hand; then
   * `sizes` must not be given. @default 'generated'
   */
  dataset?: 'generated' | 'hand'
  /** The initial time of the clock. @default 2026-06-18T15:00:00Z; 2026-12-02T18:00:00Z for the hand data */
  now?: string | number | Date
  /** The instant around which the base data is generated, not after `now`. @default now */
  dataNow?: string | number | Date
  /** History of jobs and of the records that belong to them, in days. @default 1_095 */
  historyDays?: number
  /** Real time in milliseconds, for a running clock. @default none: the clock changes only by `advance` */
  realNow?: () => number
  /**
   * @default one tenant, 1001001, with 1,000 locations, 5,000 jobs, 40 technicians and the records that belong to
   * them
   */
  tenants?: TenantOptions[]
  /** @default `sandboxCredentials` */
  credentials?: Credentials
  /** Scopes of tokens. @default all that the sandbox's operations require */
  scopes?: readonly string[]
  /** Lifetime of an access token, in milliseconds. @default 900_000 */
  tokenLifetimeMs?: number
  /** Largest `pageSize` of a list. @default 5_000 */
  maxPageSize?: number
  /** Behaviour above the largest `pageSize`, which is not documented. @default 'reject' */
  oversizedPage?: 'reject' | 'clamp'
  /** Order of a list without `sort`, by id, which is not documented. @default 'desc' */
  defaultOrder?: 'asc' | 'desc'
  /** Records per export page, which is not documented. @default 500 */
  exportPageSize?: number
  /** The time for which an export withholds changes, in milliseconds. @default 900_000 */
  exportLagMs?: number
  /** Whether an export with `includeRecentChanges` returns recent rows again when it is polled. @default true */
  repeatRecentRows?: boolean
  /**
   * Whether the export of jobs has null for most `recallForId` and `warrantyId` that the list has, as measured on the
   * live API by a third party; the reason is not known. @default false
   */
  blankRecallsInExport?: boolean
  /** Behaviour of writes that the vendor does not document. */
  writes?: WriteOptions
  /** Requests per second, app and tenant, measured by the sandbox's clock, which must advance. @default no limit */
  rateLimit?: { requestsPerSecond?: number; retryAfter?: boolean }
  /** @default none */
  faults?: Fault[]
  /** The number of requests that `requests` keeps. @default 10_000 */
  requestLogSize?: number
}

/**
 * The credentials that the sandbox accepts by default. No other service accepts them.
 *
 * @example
 * ```ts
 * createServiceTitanClient({ tenantId: String(SANDBOX_TENANT_ID), ...sandboxCredentials, apiUrl: url, authUrl: url })
 * ```
 */
export const sandboxCredentials: Credentials = {
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
  appKey: 'sandbox-app-key',
}

/**
 * The id of the default tenant.
 *
 * @example
 * ```ts
 * sandbox.count(SANDBOX_TENANT_ID, 'jobs')
 * ```
 */
export const SANDBOX_TENANT_ID = 1_001_001

export type Tenant = { tenantId: number; sizes: AllSizes; credentials: Credentials }

export type Settings = Required<
  Omit<SandboxOptions, 'now' | 'dataNow' | 'realNow' | 'rateLimit' | 'tenants' | 'scopes' | 'writes'>
> & {
  nowMs: number
  dataNowMs: number
  realNow: (() => number) | undefined
  scopes: readonly string[]
  tenants: Tenant[]
  writes: WriteSettings
  rateLimit: { requestsPerSecond: number; retryAfter: boolean } | undefined
}

const expect = (isTrue: boolean, expected: string, got: unknown): void => {
  if (!isTrue) throw new Error(`Expected ${expected}, got ${String(got)}`)
}

const resolveInstant = (name: string, value: string | number | Date): number => {
  const ms = new Date(value).getTime()
  expect(!Number.isNaN(ms), `\`${name}\` to be an instant`, value)
  return ms
}

/** The sizes of a tenant that has no generated records. */
const NOTHING = { locations: 0, jobs: 0, technicians: 0 }

const resolveTenants = (
  given: TenantOptions[],
  common: Credentials,
  dataset: Settings['dataset'],
): Tenant[] => {
  const ids = new Set<number>()
  return given.map(({ tenantId, sizes: wanted = {}, credentials = common }) => {
    const isHand = dataset === 'hand'
    expect(!isHand || Object.keys(wanted).length === 0, 'no `sizes` with the hand data', Object.keys(wanted))
    const sizes = isHand ? NOTHING : wanted
    expect(Number.isSafeInteger(tenantId) && tenantId > 0, '`tenantId` to be a positive integer', tenantId)
    expect(!ids.has(tenantId), 'each `tenantId` once', tenantId)
    ids.add(tenantId)
    return { tenantId, sizes: resolveSizes(sizes, resources), credentials }
  })
}

/** @throws an error that names the invalid option. */
export const resolveOptions = (options: SandboxOptions, allScopes: readonly string[]): Settings => {
  const { dataset = 'generated' } = options
  expect(dataset === 'generated' || dataset === 'hand', "`dataset` to be 'generated' or 'hand'", dataset)
  const usualNow = dataset === 'hand' ? HAND_NOW : '2026-06-18T15:00:00Z'
  const nowMs = resolveInstant('now', options.now ?? usualNow)
  const dataNowMs = resolveInstant('dataNow', options.dataNow ?? nowMs)
  expect(dataNowMs <= nowMs, '`dataNow` not to be after `now`', options.dataNow)
  const { historyDays = 3 * 365 } = options
  expect(historyDays >= 30 && historyDays <= 3_650, '`historyDays` to be from 30 to 3650', historyDays)
  const { maxPageSize = 5_000, exportPageSize = 500 } = options
  expect(
    Number.isInteger(maxPageSize) && maxPageSize > 0,
    '`maxPageSize` to be a positive integer',
    maxPageSize,
  )
  const isPageSize = Number.isInteger(exportPageSize) && exportPageSize > 0
  expect(isPageSize, '`exportPageSize` to be a positive integer', exportPageSize)
  const { credentials = sandboxCredentials, rateLimit } = options
  return {
    seed: options.seed ?? 'lazi',
    dataset,
    nowMs,
    dataNowMs,
    historyDays,
    realNow: options.realNow,
    tenants: resolveTenants(options.tenants ?? [{ tenantId: SANDBOX_TENANT_ID }], credentials, dataset),
    credentials,
    scopes: options.scopes ?? allScopes,
    tokenLifetimeMs: options.tokenLifetimeMs ?? 900_000,
    maxPageSize,
    oversizedPage: options.oversizedPage ?? 'reject',
    defaultOrder: options.defaultOrder ?? 'desc',
    exportPageSize,
    exportLagMs: options.exportLagMs ?? 900_000,
    repeatRecentRows: options.repeatRecentRows ?? true,
    blankRecallsInExport: options.blankRecallsInExport ?? false,
    rateLimit: rateLimit && {
      requestsPerSecond: rateLimit.requestsPerSecond ?? 60,
      retryAfter: rateLimit.retryAfter ?? true,
    },
    writes: resolveWriteOptions(options.writes),
    faults: options.faults ?? [],
    requestLogSize: options.requestLogSize ?? 10_000,
  }
}
