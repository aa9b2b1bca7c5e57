import { VisuallyHidden } from '@mantine/core'
import type { MetricDefinition, MetricsAnswer } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { formatDifference, formatMetric } from '../../components/values/format-metric.ts'
import { DefinitionButton } from './definition.tsx'
import { type Members, rowsPath } from './members.ts'
import classes from './metric-figures.module.css'

export interface MetricFiguresProps {
  readonly definitions: readonly MetricDefinition[]
  readonly answer: MetricsAnswer
  readonly members: Members
}

/** The key figures of a period; each leads to the rows behind it. */
export function MetricFigures({ definitions, answer, members }: MetricFiguresProps) {
  return (
    <dl className={classes.figures} aria-label="Figures">
      {definitions.map((definition) => (
        <Figure key={definition.name} definition={definition} answer={answer} members={members} />
      ))}
    </dl>
  )
}

type FigureProps = Omit<MetricFiguresProps, 'definitions'> & { readonly definition: MetricDefinition }

function Figure({ definition, answer, members }: FigureProps) {
  const { name, label, unit } = definition
  const { value = null, former } = answer.totals[name] ?? {}
  return (
    <div className={classes.figure}>
      <dt>
        {label}
        <DefinitionButton definition={definition} />
      </dt>
      <dd className={classes.value}>
        <TenantLink to={rowsPath({ metric: name, ...answer.period, ...members })}>
          {formatMetric(value, unit)}
          <VisuallyHidden> {label}: rows behind it</VisuallyHidden>
        </TenantLink>
      </dd>
      {former !== undefined && (
        <dd className={classes.note}>
          {[describeFormer(former, unit), formatDifference(value, former, unit)]
            .filter((text) => text !== undefined)
            .join(' · ')}
        </dd>
      )}
    </div>
  )
}

const describeFormer = (former: string | null, unit: MetricDefinition['unit']): string =>
  former === null ? 'no value before' : `${formatMetric(former, unit)} before`
