import { readColumn, rowsOf } from 'records'
import { dateOf, type Fact, isLive, nextCached, orNone, stIds } from '../fact.ts'

/** The id of an invoice's fact; `invoice` is the cached row. */
const invoiceId = `lazi.projected_id($1, 'invoices', invoice.st_id)`

const itemTotal = readColumn({ name: 'total', path: 'total', type: 'amount' }, 'item')
const accountType = `item #>> '{generalLedgerAccount,type}'`

/**
 * SQL of a subquery with the income of the cached invoice `invoice`: the sum of its items on accounts of the type
 * Income. An invoice of which no item has an account type counts with its subtotal.
 */
const incomeOf = `(
         SELECT CASE WHEN count(${accountType}) = 0 THEN coalesce(invoice.subtotal, 0)
                     ELSE coalesce(sum(${itemTotal}) FILTER (WHERE ${accountType} = 'Income'), 0) END AS income,
                count(${accountType}) = 0 AS is_estimated
           FROM jsonb_array_elements(CASE WHEN jsonb_typeof(invoice.full_data -> 'items') = 'array'
                                          THEN invoice.full_data -> 'items' ELSE '[]' END) AS item)`

/**
 * Invoices. `lazi.invoices` is a view over the cache, in which the ids of other records are looked up; here they are
 * computed, so that an invoice need not be computed again when its job arrives later.
 */
export const invoices: Fact = {
  name: 'invoices',
  key: 'invoice_id',
  columns: [
    'job_id',
    'customer_id',
    'business_unit_id',
    'invoice_day',
    'due_day',
    'subtotal',
    'total',
    'balance',
    'income',
    'is_income_estimated',
    'is_adjustment',
  ],
  day: 'invoice_day',
  needs: ['invoices'],
  source: `
SELECT ${invoiceId} AS invoice_id,
       ${orNone(`lazi.projected_id($1, 'jobs', invoice.job_id)`)} AS job_id,
       ${orNone(`lazi.projected_id($1, 'customers', invoice.customer_id)`)} AS customer_id,
       ${orNone(`lazi.projected_id($1, 'business_units', invoice.business_unit_id)`)} AS business_unit_id,
       ${dateOf('invoice.invoice_date')} AS invoice_day,
       ${dateOf('invoice.due_date')} AS due_day,
       coalesce(invoice.subtotal, 0) AS subtotal,
       coalesce(invoice.total, 0) AS total,
       coalesce(invoice.balance, 0) AS balance,
       item.income,
       item.is_estimated AS is_income_estimated,
       invoice.adjustment_to_id IS NOT NULL AS is_adjustment
  FROM ${rowsOf('raw.st_invoices', 'st_id', { ids: stIds, name: 'invoice' })}
  CROSS JOIN LATERAL ${incomeOf} AS item
 WHERE ${isLive('invoice')}`,
  nextIds: nextCached('invoices'),
  dependencies: [{ on: 'invoices' }],
}
