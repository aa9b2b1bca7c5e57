import { z } from '@hono/zod-openapi'
import { dimensions, grains, metrics } from 'analytics'
import { localDate } from '../http/query-values.ts'
import { date, id, instant, recordId } from '../http/values.ts'
import { cursorParameter, formatParameter, limitParameter } from '../records/list-parameters.ts'

const metricNames = metrics.map(({ name }) => name)
const metricName = z.enum(metricNames as [string, ...string[]])
const dimensionName = z.enum(dimensions.map(({ name }) => name) as [string, ...string[]])

const metricNeed = z.enum(['jobs list', 'accounting'])

const metricDefinition = z
  .object({
    name: metricName,
    label: z.string(),
    unit: z.enum(['count', 'minutes', 'money', 'ratio']).openapi({
      description: "money: in the tenant's currency; ratio: from 0 to 1.",
    }),
    words: z.string().openapi({ description: 'What it is, in one sentence.' }),
    formula: z.string(),
    edgeCases: z.string(),
    source: z.string().openapi({ description: 'Where the definition comes from.' }),
    needs: metricNeed.nullable().openapi({ description: 'What it needs besides its facts; null: nothing.' }),
    dimensions: z.array(dimensionName).openapi({ description: 'What it can be broken down by.' }),
  })
  .openapi('Metric')

export const metricList = z.object({ data: z.array(metricDefinition) }).openapi('Metrics')

/** How old the facts are, and whether they are complete. */
export const factsState = z
  .object({
    seq: id.openapi({
      description: "The number in the feed of LAZI's records up to which they are computed.",
    }),
    lagSeconds: z
      .number()
      .openapi({ description: 'Age of the oldest change that they do not have yet; 0: there is none.' }),
    complete: z.array(z.string()).openapi({ description: 'The facts that were computed completely once.' }),
    facts: z
      .object({ complete: z.number(), total: z.number() })
      .openapi({ description: 'How many facts are complete, of how many.' }),
    rebuilding: z.array(z.string()).openapi({ description: 'Those that are being computed again.' }),
    heldBack: z
      .number()
      .openapi({ description: 'Rows that could not be computed; their last good version counts.' }),
    error: z
      .string()
      .nullable()
      .openapi({ description: 'Why they are not brought up to date; null: they are.' }),
  })
  .openapi('FactsState')

export const decimalText = z.string().openapi({ description: 'A decimal as text.', example: '8389.01' })

const metricValue = z
  .object({
    value: decimalText.nullable().openapi({
      description: 'null: a ratio whose denominator is 0, or nothing that would count is known: see `needs`.',
    }),
    numerator: decimalText.nullable().openapi({ description: 'null: nothing that would count is known.' }),
    denominator: decimalText.nullable().openapi({ description: 'null: the metric is no ratio.' }),
    former: decimalText
      .nullable()
      .optional()
      .openapi({ description: 'Its value in the period compared with; absent without `compare`.' }),
  })
  .openapi('MetricValue')

const values = z.record(z.string(), metricValue)
const period = z
  .object({ from: date, to: date })
  .openapi({ description: '`to` is the day after the last one.' })

export const queryAnswer = z
  .object({
    period,
    comparedWith: period.nullable(),
    timeZone: z.string().openapi({ description: 'The time zone of the days.' }),
    asOf: factsState,
    needs: z
      .array(
        z.object({
          metric: metricName,
          data: metricNeed,
          jobs: z
            .number()
            .int()
            .nullable()
            .openapi({ description: 'accounting: how many jobs of the period it leaves out; else null.' }),
        }),
      )
      .openapi({
        description:
          'Metrics whose data is missing. jobs list: they have no value, because the feed of the account has jobs without recallForId, which the list has; the next nightly sync reads it. accounting: they leave jobs out that were created in LAZI, since only ServiceTitan has invoices, and have no value where nothing else counts.',
      }),
    rows: z.array(
      z.object({
        member: z
          .object({ id: recordId, name: z.string().nullable() })
          .nullable()
          .openapi({ description: 'A member of the dimension; the nil UUID: none. null without `by`.' }),
        bucket: date
          .nullable()
          .openapi({ description: 'The first day of a part of the period; null without `grain`.' }),
        isPartial: z
          .boolean()
          .openapi({ description: 'Whether days of that part are outside of the period, or not over yet.' }),
        values,
      }),
    ),
    totals: values.openapi({ description: 'Of the whole period, computed and not added up.' }),
  })
  .openapi('MetricsAnswer')

export type MetricsAnswer = z.infer<typeof queryAnswer>
export type FactsState = z.infer<typeof factsState>
export type MetricDefinition = z.infer<typeof metricDefinition>

/** The dimensions of jobs. */
export const jobFilters = {
  businessUnitId: recordId.optional(),
  jobTypeId: recordId.optional(),
  campaignId: recordId.optional(),
}

const filters = {
  ...jobFilters,
  // Of the metrics in the example none has technicians or reasons.
  technicianId: recordId.optional().openapi({ example: undefined }),
  cancelReasonId: recordId.optional().openapi({ example: undefined }),
}

export const days = {
  from: localDate.openapi({ description: 'The first day.', example: '2026-03-01' }),
  to: localDate.openapi({ description: 'The day after the last one.', example: '2026-04-01' }),
}

export const metricsQuery = z.strictObject({
  metrics: z
    .string()
    .max(500)
    .transform((value, context) => {
      const names = value.split(',')
      const unknown = names.filter((name) => !metricNames.includes(name))
      if (unknown.length === 0) return [...new Set(names)]
      context.addIssue({
        code: 'custom',
        message: `Expected names of metrics with commas in between: ${metricNames.join(', ')}`,
      })
      return z.NEVER
    })
    .openapi({
      type: 'string',
      description: 'Names of metrics, with commas in between.',
      example: 'completed_revenue,completed_jobs',
    }),
  ...days,
  by: dimensionName.optional().openapi({ description: 'The dimension to break them down by.' }),
  grain: z
    .enum(grains)
    .optional()
    .openapi({ description: 'The parts of the period. A week begins on Sunday.' }),
  compare: z.enum(['previous', 'year']).optional().openapi({
    description: 'previous: with as many days before the period; year: with the same days a year before.',
  }),
  ...filters,
  format: formatParameter,
})

export const behindQuery = z.strictObject({
  metric: metricName.openapi({ example: 'completed_revenue' }),
  ...days,
  ...filters,
  format: formatParameter,
  limit: limitParameter,
  cursor: cursorParameter,
})

const behindRow = z
  .object({
    resource: z
      .enum(['jobs', 'invoices', 'estimates', 'appointments', 'technicians', 'customers', 'campaigns'])
      .nullable()
      .openapi({
        description:
          'The record that it is about: of a timesheet the job; null: LAZI has none, as of a call.',
      }),
    id: recordId,
    number: z.string().nullable().openapi({
      description:
        'The number people know it by; of some records the name, of a call the number of the caller.',
    }),
    customerName: z.string().nullable(),
    day: date.openapi({ description: 'The day by which it counts.' }),
    numerator: decimalText.nullable().openapi({
      description: 'null: it is not known what it adds, since it was created in LAZI, and has no invoices.',
    }),
    denominator: decimalText.nullable(),
  })
  .openapi('BehindRow')

export type BehindRow = z.infer<typeof behindRow>

export const behindPage = z
  .object({ data: z.array(behindRow), nextCursor: z.string().nullable() })
  .openapi('BehindPage')

export const analyticsStatus = z
  .object({ timeZone: z.string(), asOf: factsState, computedAt: instant.nullable() })
  .openapi('AnalyticsStatus')
