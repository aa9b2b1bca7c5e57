import type { Resource } from 'catalog'
import type { ServiceTitanClient } from 'servicetitan'
import type { ErasedRecords } from '../page/erased/erased-records.ts'
import type { PageTarget } from '../page/page-target.ts'
import type { RunProgress } from './progress.ts'
import type { Run } from './sync-state.ts'

/** The inputs that every step of a run shares. */
export interface RunContext extends Omit<PageTarget, 'cursor' | 'source'> {
  readonly api: ServiceTitanClient
  readonly resource: Resource
  /** Whether a full sync may mark any number of rows as deleted. */
  readonly allowDeletes: boolean
  /** Maximum number of requests of a verify run for counting and repairing. */
  readonly maxRequests: number
  readonly run: Run
  /** The records that must not be written. */
  readonly erased: ErasedRecords
  readonly signal: AbortSignal
  /** The time in milliseconds since 1970. */
  readonly now: () => number
  /** Called with the run's progress. */
  readonly report: (progress: RunProgress) => void
}
