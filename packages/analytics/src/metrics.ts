import type { Metric } from './metric.ts'
import { demandMetrics } from './metrics/demand.ts'
import { estimateMetrics } from './metrics/estimates.ts'
import { jobMetrics } from './metrics/jobs.ts'
import { revenueMetrics } from './metrics/revenue.ts'
import { salesMetrics } from './metrics/sales.ts'
import { technicianMetrics } from './metrics/technicians.ts'
import { timeMetrics } from './metrics/time.ts'

/** All metrics, in the order of the reports. */
export const metrics: readonly Metric[] = [
  ...revenueMetrics,
  ...jobMetrics,
  ...salesMetrics,
  ...estimateMetrics,
  ...technicianMetrics,
  ...timeMetrics,
  ...demandMetrics,
]
