import { ofTenant } from '../tenant/of-tenant.ts'

/**
 * The longest appointment that is sure to be found when it begins before the range. The index has appointments by their
 * start, and this says how far back it is read.
 */
export const LONGEST_APPOINTMENT_DAYS = 7

const exists = `${ofTenant()} AND active AND deleted_at IS NULL`

/**
 * SQL of one moment: from when on appointments have to be read for those within the row `(range_from, range_to)` of
 * `range`. Usually that is `range_from`; when one that began before reaches into the range, it is its start. The index
 * alone answers.
 */
export function firstStart(range: string): string {
  return `
  SELECT coalesce(min(start_time), (SELECT range_from FROM ${range})) AS start
    FROM raw.st_appointments
   WHERE ${exists}
     AND start_time >= (SELECT range_from - interval '${LONGEST_APPOINTMENT_DAYS} days' FROM ${range})
     AND start_time < (SELECT range_from FROM ${range}) AND end_time > (SELECT range_from FROM ${range})`
}

/**
 * SQL of the condition that an appointment exists and takes place within `range`; `first` is a row of
 * {@link firstStart}. An appointment without an end, or that ends before it starts, takes place at its start.
 */
export function takesPlaceIn(range: string, first: string): string {
  return `${exists}
     AND start_time >= (SELECT start FROM ${first}) AND start_time < (SELECT range_to FROM ${range})
     AND (start_time >= (SELECT range_from FROM ${range}) OR end_time > (SELECT range_from FROM ${range}))`
}

/** SQL of the condition that an appointment has not been called off. */
export const notCanceled = `status IS DISTINCT FROM 'Canceled'`
