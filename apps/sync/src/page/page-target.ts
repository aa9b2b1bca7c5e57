import type { CacheTable } from '../tables/cache-table.ts'
import type { Expectation } from './written-records.ts'

/** Which table of which tenant a page is written to, for which run. */
export interface PageTarget {
  readonly tenantId: string
  readonly table: CacheTable
  readonly runId: string
  /**
   * full: moves the cursor of the pass; incremental: moves the durable cursor; hot and repair: bring records that the
   * durable feed will bring too, and move none.
   */
  readonly lane: 'full' | 'incremental' | 'hot' | 'repair'
  /** Whether the change feed is told of each row. */
  readonly announce: boolean
  readonly droppedPaths: readonly string[]
  readonly expects: Expectation
}

/** Whether it is the table's first full pass: until it has ended its pages are new rows, of which nobody is told. */
export function isOfFirstPass({ lane, announce }: Pick<PageTarget, 'lane' | 'announce'>): boolean {
  return lane === 'full' && !announce
}
