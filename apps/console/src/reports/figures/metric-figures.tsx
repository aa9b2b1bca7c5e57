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
          <MetricFigure key={definition.name} definition={definition} answer={answer} members={members} />
        ))}
    </Figures>
  )
}

type FigureProps = Omit<MetricFiguresProps, 'definitions'> & { readonly definition: MetricDefinition }

function MetricFigure({ definition, answer, members }: FigureProps) {
  const { name, label, unit } = definition
  const { value = null, former } = answer.totals[name] ?? {}
  return (
    <Figure
      label={label}
      aside={<DefinitionButton definition={definition} />}
      note={describeFormer(value, former, unit).join(' · ') || undefined}
    >
      <TenantLink to={rowsPath({ metric: name, ...answer.period, ...members })}>
        {formatMetric(value, unit)}
        <VisuallyHidden> {label}: rows behind it</VisuallyHidden>
      </TenantLink>
    </Figure>
  )
}
