import { VisuallyHidden } from '@mantine/core'
import type { MetricDefinition, MetricsAnswer } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { describeFormer, formatMetric } from '../../components/values/format-metric.ts'
import { type Members, rowsPath } from '../members.ts'
import { DefinitionButton } from './definition.tsx'
import { Figure, Figures } from './figures.tsx'

export interface MetricFiguresProps {
  /** Of those that may be shown; the ones without an answer are left out. */
  readonly definitions: readonly MetricDefinition[]
  readonly answer: MetricsAnswer
  readonly members: Members
}

/** The key figures of a period; each leads to the rows behind it. */
export function MetricFigures({ definitions, answer, members }: MetricFiguresProps) {
  return (
    <Figures>
      {definitions
        .filter(({ name }) => answer.totals[name] !== undefined)
        .map((definition) => (
          <MetricFigure
            key={definition.name}
            definition={definition}
            value={answer.totals[definition.name]}
            to={rowsPath({ metric: definition.name, ...answer.period, ...members })}
            target="rows behind it"
          />
        ))}
    </Figures>
  )
}

export interface MetricFigureProps {
  readonly definition: MetricDefinition
  readonly value: MetricsAnswer['totals'][string] | undefined
  /** The path that it leads to, and what is there. */
  readonly to: string
  readonly target: string
}

/** A metric of a period with its former value. */
export function MetricFigure({ definition, value: found, to, target }: MetricFigureProps) {
  const { label, unit } = definition
  const { value = null, former } = found ?? {}
  return (
    <Figure
      label={label}
      aside={<DefinitionButton definition={definition} />}
      note={describeFormer(value, former, unit).join(' · ') || undefined}
    >
      <TenantLink to={to}>
        {formatMetric(value, unit)}
        <VisuallyHidden>
          {' '}
          {label}: {target}
        </VisuallyHidden>
      </TenantLink>
    </Figure>
  )
}
