import { dimensions, hasDimension } from './dimension.ts'
import { factOf } from './facts.ts'
import type { Metric, MetricNeed } from './metric.ts'
import { metrics } from './metrics.ts'

const units: Readonly<Record<Metric['unit'], string>> = {
  count: 'a number',
  money: "money, in the tenant's currency",
  minutes: 'minutes',
  ratio: 'a ratio, from 0 to 1',
}

/** `docs/metrics.md`: every metric with its definition, in the order of the reports. */
export function metricsDocument(): string {
  return `# Metrics

The numbers of the reports. They are defined in \`packages/analytics/src/metrics\`, from which this document is
generated: \`pnpm --filter analytics generate\`.

A period is one of local days, in the time zone of the tenant. Totals are computed over the whole period and not added up
from their parts: a ratio is that of the sums. Each number opens to the records behind it, and what these add is the
number: \`GET /api/v2/analytics/rows\`. A metric whose facts are not complete is refused with 409, and never a part of a
sum. Jobs and invoices that are deleted or inactive make no fact.

The feed of some accounts has jobs without \`recallForId\`, which their list has. If more than 95 % of a tenant's jobs of
the types for recalls (those with "recall", "callback" or "warranty" in the name) lack it, metrics of recalls have no value
but \`needs: jobs list\`. The next nightly full sync, or \`pnpm sync verify jobs\`, reads the list and fills the field.

A job that was created in LAZI has no invoices, which ServiceTitan keeps, so its money is not known, and never 0. Metrics
that need it say \`needs: accounting\`, with the number of such jobs: their value is that of the others, and there is none
where no other counts. In the records behind a number, what such a job adds is null.

${metrics.map(section).join('\n')}`
}

const needWords: Readonly<Record<MetricNeed, string>> = {
  'jobs list': '; the jobs list, if the feed of the account leaves recalls blank',
  accounting: '; accounting, which jobs that were created in LAZI do not have',
}

function section(metric: Metric): string {
  const { name, label, unit, words, formula, edgeCases, source, needs: also, terms } = metric
  const facts = [...new Set(terms.map(({ population }) => population.fact))]
  const needs = [...new Set(facts.flatMap((fact) => factOf(fact).needs))].sort()
  const by = dimensions.filter((dimension) => hasDimension(metric, dimension)).map((each) => each.label)
  return `## ${label}

\`${name}\`: ${units[unit]}. ${words}

- Formula: ${formula}.
- Edge cases: ${edgeCases}
- By: ${by.map((each) => each.toLowerCase()).join(', ')}.
- Computed from: ${facts.map((fact) => `\`analytics.${fact}\``).join(', ')}. Needs: ${needs.join(', ')}${also ? needWords[also] : ''}.
- Source: ${source}.
`
}
