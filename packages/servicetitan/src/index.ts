export { createServiceTitanClient, type ServiceTitanClient } from './client.ts'
export type { ServiceTitanClientOptions } from './config.ts'
export {
  AuthenticationError,
  NetworkError,
  RateLimitedError,
  ServiceTitanError,
  ServiceTitanHttpError,
  TimeoutError,
  UnexpectedResponseError,
  type UnexpectedResponseReason,
} from './errors.ts'
export type { Fetch } from './exchange.ts'
export type { ExportPage, ExportPagesOptions } from './export-pages.ts'
export type { Limiter } from './limiter.ts'
export type { ListPage, ListPagesOptions } from './list-pages.ts'
export type { Logger } from './logger.ts'
export { releaseMemory } from './release-memory.ts'
export type {
  ExportParameter,
  ListParameter,
  Resource,
  ResourceModule,
  ResourceName,
} from './resource.ts'
export { findResource, resources } from './resources.ts'
export {
  endOfKey,
  endOfMember,
  endOfValue,
  isArrayAt,
  isObjectAt,
  partsOf,
  startOfValue,
  walk,
} from './scan-json.ts'
export type { Environment } from './service-url.ts'
