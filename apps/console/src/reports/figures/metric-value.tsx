import type { MetricDefinition } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { formatMetric } from '../../components/values/format-metric.ts'
import { type RowsOf, rowsPath } from '../members.ts'

export interface MetricValueProps {
  readonly definition: MetricDefinition
  readonly value: string | null | undefined
  /** What it is about. */
  readonly of: Omit<RowsOf, 'metric'>
}

/** The value of a metric, which leads to the rows behind it; a dash where it has none. */
export function MetricValue({ definition: { name, unit }, value = null, of }: MetricValueProps) {
  if (value === null) return formatMetric(value, unit)
  return <TenantLink to={rowsPath({ metric: name, ...of })}>{formatMetric(value, unit)}</TenantLink>
}
