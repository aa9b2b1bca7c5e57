import { z } from '@hono/zod-openapi'
import { ageingBuckets, dsoDays } from 'analytics'
import { localDate } from '../http/query-values.ts'
import { date, recordId } from '../http/values.ts'
import { cursorParameter, formatParameter, limitParameter } from '../records/list-parameters.ts'
import { days, decimalText, factsState, jobFilters } from './analytics-schemas.ts'

const on = localDate.openapi({ description: 'The day at whose end.', example: '2026-03-31' })
export const dayQuery = z.strictObject({ on })
const paging = { format: formatParameter, limit: limitParameter, cursor: cursorParameter }
export const openInvoicesQuery = z.strictObject({ on, ...paging })
export const backlogQuery = z.strictObject({ format: formatParameter })
export const customersQuery = z.strictObject({ ...days, format: formatParameter })
export const recallsQuery = z.strictObject({ ...days, ...jobFilters, ...paging })

const ageing = z
  .object(
    Object.fromEntries(
      ageingBuckets.map(({ name, label }) => [name, decimalText.openapi({ description: `${label}.` })]),
    ),
  )
  .openapi({ description: 'By the days since an invoice was due; credits are negative.' })

export const receivables = z
  .object({
    on: date,
    timeZone: z.string(),
    asOf: factsState,
    total: decimalText.openapi({ description: 'What was still to be paid.' }),
    ageing,
    dso: decimalText.nullable().openapi({
      description: `Days of sales: of the invoices of the ${dsoDays} days before; null: there were none.`,
    }),
    reconciliation: z
      .object({
        balance: decimalText.openapi({
          description: "The sum of ServiceTitan's balances, which are of now.",
        }),
        difference: decimalText.openapi({ description: 'total − balance.' }),
      })
      .nullable()
      .openapi({
        description:
          'How the receivables compare with ServiceTitan; null for a former day, of which it has no balances.',
      }),
  })
  .openapi('Receivables')

const openInvoice = z
  .object({
    id: recordId,
    number: z.string().nullable(),
    customerName: z.string().nullable(),
    day: date,
    dueDay: date.nullable(),
    total: decimalText,
    open: decimalText.openapi({
      description: 'What was still to be paid; negative: paid too much, or a credit.',
    }),
  })
  .openapi('OpenInvoice')

export const openInvoicePage = z
  .object({ data: z.array(openInvoice), nextCursor: z.string().nullable() })
  .openapi('OpenInvoicePage')

const recall = z
  .object({
    original: z.object({
      id: recordId,
      number: z.string().nullable(),
      completedDay: date.openapi({ description: 'The day by which it counts.' }),
    }),
    recall: z.object({
      id: recordId,
      number: z.string().nullable(),
      status: z.string().nullable(),
      bookedDay: date,
    }),
    customerName: z.string().nullable(),
  })
  .openapi('Recall')

export const recallPage = z
  .object({ data: z.array(recall), nextCursor: z.string().nullable() })
  .openapi('RecallPage')

export const backlog = z
  .object({
    asOf: factsState,
    jobs: z.number(),
    value: decimalText.openapi({ description: 'What was sold by the estimates of the open jobs.' }),
    oldest: date.nullable().openapi({ description: 'The day on which the oldest was booked.' }),
    byBusinessUnit: z.array(
      z.object({
        businessUnit: z.object({ id: recordId, name: z.string().nullable() }),
        jobs: z.number(),
        value: decimalText,
        oldest: date.nullable(),
      }),
    ),
  })
  .openapi('Backlog')

export const customers = z
  .object({
    asOf: factsState,
    customers: z.number().openapi({ description: 'Customers with a completed job in the period.' }),
    returned: z.number().openapi({ description: 'Of those, the ones with a completed job before it.' }),
    rate: decimalText.nullable().openapi({ description: 'Their share; null without customers.' }),
    cohorts: z
      .array(
        z.object({
          month: date.openapi({ description: 'The month of the first completed job, as its first day.' }),
          customers: z.array(z.number()).openapi({
            description:
              'The size of the cohort, then how many of it had a completed job in each later month.',
          }),
        }),
      )
      .openapi({ description: 'Of the months in the period.' }),
  })
  .openapi('CustomersReport')

export type ReceivablesReport = z.infer<typeof receivables>
export type OpenInvoice = z.infer<typeof openInvoice>
export type Recall = z.infer<typeof recall>
export type BacklogReport = z.infer<typeof backlog>
export type CustomersReport = z.infer<typeof customers>
