import type { MetricNeed } from './metric.ts'

/** What a job type is called whose jobs are recalls, as a case-insensitive regular expression: ServiceTitan has no flag. */
const RECALL_TYPES = 'recall|call[ -]?back|warranty'

/** With fewer jobs a share says nothing. */
const FEWEST_JOBS = 5
const MISSING_PERCENT = 95

/**
 * The statement that finds out whether the recalls of a tenant (`$1`) have to be read from the list of jobs: of its jobs
 * of the types for recalls, more than 95 % do not say what they are a recall of, and the list was not read yet. It
 * returns one row with `isMissing`.
 * @example
 * const { rows } = await client.query(missingStatements['jobs list'], [tenantId])
 */
const missingRecallsStatement = `
SELECT count(*) >= ${FEWEST_JOBS} AND 100 * count(*) FILTER (WHERE fact.recall_for_id IS NULL) > ${MISSING_PERCENT} * count(*)
       AND NOT EXISTS (
         SELECT FROM raw.sync_state AS state
          WHERE state.tenant_id = $1 AND state.table_name = 'st_jobs' AND state.listed_until IS NOT NULL) AS "isMissing"
  FROM lazi.job_types AS type
  JOIN analytics.jobs AS fact ON fact.tenant_id = $1 AND fact.job_type_id = type.id
 WHERE type.tenant_id = $1 AND type.name ~* '(${RECALL_TYPES})'`

/** Statements that find out whether data is missing for a tenant (`$1`): one row with `isMissing`. */
export const missingStatements: Readonly<Record<Exclude<MetricNeed, 'accounting'>, string>> = {
  'jobs list': missingRecallsStatement,
}
