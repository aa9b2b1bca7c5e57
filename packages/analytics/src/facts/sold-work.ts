import { rowsAt, rowsOf } from 'records'
import { type Fact, isLive, nextCached, nextRecords, orNone, stIds } from '../fact.ts'
import { hasAccounting, jobRows, ofJob } from './of-job.ts'
import { dividedAmong, technicianParts } from './shares.ts'

const itemId = `lazi.projected_id($1, 'invoice_items', item.st_id)`
const hours = 'item.sold_hours * item.quantity'

/** The items of invoices that sell hours, with the job of their invoice. */
export const soldItems: Fact = {
  name: 'sold_items',
  key: 'item_id',
  columns: ['job_id', 'hours'],
  needs: ['invoice_items', 'invoices'],
  source: `
SELECT ${itemId} AS item_id,
       ${orNone(`lazi.projected_id($1, 'jobs', invoice.job_id)`)} AS job_id,
       ${hours} AS hours
  FROM ${rowsOf('raw.st_invoice_items', 'st_id', { ids: stIds, name: 'item' })}
  CROSS JOIN LATERAL ${rowsAt('raw.st_invoices', 'st_id', 'item.invoice_id')} AS invoice
 WHERE ${isLive('item')} AND ${isLive('invoice')} AND ${hours} <> 0`,
  nextIds: nextCached('invoice_items'),
  dependencies: [
    { on: 'invoice_items' },
    {
      on: 'invoices',
      keys: `SELECT ${itemId} AS id FROM ${rowsOf('raw.st_invoice_items', 'invoice_id', { ids: stIds, name: 'item' })}`,
    },
  ],
}

/** The hours that jobs sold, by technician: each has a share, as of the revenue. NULL: they are not known. */
export const soldWork: Fact = {
  name: 'sold_work',
  key: 'job_id',
  parts: ['technician_id'],
  columns: ['business_unit_id', 'job_type_id', 'campaign_id', 'completed_day', 'is_completed', 'hours'],
  day: 'completed_day',
  needs: ['jobs', 'invoices', 'invoice_items', 'appointment_assignments', 'job_splits'],
  source: `
SELECT job_id, technician_id, business_unit_id, job_type_id, campaign_id, completed_day, is_completed, share AS hours
  FROM ${dividedAmong(`
                                      SELECT ${ofJob}, sold.hours AS amount
                                        FROM ${jobRows}
                                       CROSS JOIN LATERAL (
                                             SELECT sum(item.hours) AS hours
                                               FROM ${rowsAt('analytics.sold_items', 'job_id', 'job.id')} AS item) AS sold
                                       WHERE ${isLive('job')} AND (sold.hours <> 0 OR NOT ${hasAccounting})`)} AS shared`,
  nextIds: nextRecords('jobs'),
  dependencies: [{ on: 'jobs' }],
  madeOf: [{ fact: 'sold_items', by: 'job_id' }, ...technicianParts],
}
