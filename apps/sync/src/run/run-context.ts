import type { Resource } from 'catalog'
import type { ServiceTitanClient } from 'servicetitan'
import type { PageTarget } from '../page/page-target.ts'
import type { RunProgress } from './progress.ts'
import type { Run } from './sync-state.ts'

/** What every step of a run works with. */
export interface RunContext extends Omit<PageTarget, 'cursor' | 'source'> {
  readonly api: ServiceTitanClient
  readonly resource: Resource
  /** Whether a full sync may mark any number of rows as deleted. */
  readonly allowDeletes: boolean
  /** How many requests a verify run may spend on counting and mending. */
  readonly maxRequests: number
  readonly run: Run
  readonly signal: AbortSignal
  /** The time in milliseconds since 1970. */
  readonly now: () => number
  /** Reports the run's progress. */
  readonly report: (progress: RunProgress) => void
}
