import { readColumn, rowsOf } from 'records'
import { dateOf, type Fact, isLive, nextCached, orNone, stIds } from '../fact.ts'

const paymentId = `lazi.projected_id($1, 'payments', payment.st_id)`
const invoice = readColumn({ name: 'appliedTo', path: 'appliedTo', type: 'bigint' }, 'item')
const amount = readColumn({ name: 'appliedAmount', path: 'appliedAmount', type: 'amount' }, 'item')
const appliedOn = readColumn({ name: 'appliedOn', path: 'appliedOn', type: 'timestamptz' }, 'item')

/** What payments are applied to: one row for each invoice that a payment pays a part of. */
export const paymentApplications: Fact = {
  name: 'payment_applications',
  key: 'payment_id',
  parts: ['position'],
  columns: ['invoice_id', 'applied_day', 'amount'],
  day: 'applied_day',
  needs: ['payments'],
  source: `
SELECT ${paymentId} AS payment_id,
       place::integer AS position,
       ${orNone(`lazi.projected_id($1, 'invoices', ${invoice})`)} AS invoice_id,
       ${dateOf(`coalesce(${appliedOn}, payment.paid_on)`)} AS applied_day,
       coalesce(${amount}, 0) AS amount
  FROM ${rowsOf('raw.st_payments', 'st_id', { ids: stIds, name: 'payment' })}
  CROSS JOIN LATERAL jsonb_array_elements(
       CASE WHEN jsonb_typeof(payment.full_data -> 'appliedTo') = 'array' THEN payment.full_data -> 'appliedTo'
            ELSE '[]' END) WITH ORDINALITY AS applied (item, place)
 WHERE ${isLive('payment')}`,
  nextIds: nextCached('payments'),
  dependencies: [{ on: 'payments' }],
}
