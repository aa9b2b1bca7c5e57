export { createServiceTitanClient, type ServiceTitanClient } from './client.ts'
export type { ServiceTitanClientOptions } from './config/config.ts'
export type { Environment } from './config/service-url.ts'
export {
  AuthenticationError,
  NetworkError,
  RateLimitedError,
  ServiceTitanError,
  ServiceTitanHttpError,
  TimeoutError,
  UnexpectedResponseError,
  type UnexpectedResponseReason,
} from './http/errors.ts'
export type { Fetch } from './http/exchange.ts'
export {
  endOfKey,
  endOfMember,
  endOfValue,
  isArrayAt,
  isObjectAt,
  partsOf,
  startOfValue,
  visitJson,
} from './json/scan-json.ts'
export type { Logger } from './lib/logger.ts'
export { releaseMemory } from './lib/release-memory.ts'
export type { Limiter } from './limits/limiter.ts'
export type { ExportPage, ExportPagesOptions } from './paging/export-pages.ts'
export type { GetRecordOptions, ReceivedRecord } from './paging/get-record.ts'
export type { ListPage, ListPagesOptions } from './paging/list-pages.ts'
export type {
  AppliedWrite,
  LimitedWrite,
  RefusedWrite,
  UnknownWrite,
  UnsentWrite,
  WriteOutcome,
} from './writes/write-outcome.ts'
export type { WriteRequest } from './writes/write-request.ts'
