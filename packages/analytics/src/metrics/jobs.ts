import { bookedJobs, completedJobs, countIf, type Metric, startedVisits } from '../metric.ts'

/** After how many days a job counts no longer as a recall. */
const RECALL_DAYS = 30

/** SQL that is true for a completed job that is no recall itself; `fact` is the job. */
export const isOriginal = 'fact.recall_for_id IS NULL'

/** SQL that is true for a job, `recall`, that counts as a recall of the completed job `fact`. */
export const isRecall = `recall.recall_for_id = fact.job_id
              AND recall.booked_day <= fact.completed_day + ${RECALL_DAYS} AND NOT recall.is_canceled`

const hasRecall = `EXISTS (
           SELECT FROM analytics.jobs AS recall
            WHERE recall.tenant_id = fact.tenant_id AND ${isRecall})`

/** Numbers of jobs. */
export const jobMetrics: readonly Metric[] = [
  {
    name: 'booked_jobs',
    label: 'Booked jobs',
    unit: 'count',
    words: 'Jobs that were booked in the period.',
    formula: 'number of jobs, by the day on which they were created',
    edgeCases: 'Jobs that were canceled later count.',
    source: 'ServiceTitan: Business unit performance',
    terms: [{ population: bookedJobs, adds: '1' }],
  },
  {
    name: 'canceled_jobs',
    label: 'Canceled jobs',
    unit: 'count',
    words: 'Jobs that were booked in the period and are canceled now.',
    formula: 'number of jobs with status Canceled, by the day on which they were created',
    edgeCases: 'A job counts in the period in which it was booked, whenever it was canceled.',
    source: 'ServiceTitan: Business unit performance',
    terms: [{ population: bookedJobs, adds: countIf('fact.is_canceled') }],
  },
  {
    name: 'cancellation_rate',
    label: 'Cancellations',
    unit: 'ratio',
    words: 'The share of the jobs booked in the period that are canceled now.',
    formula: 'canceled jobs / booked jobs',
    edgeCases: 'It rises for weeks after the period, as jobs that were booked in it are canceled.',
    source: 'ServiceTitan: Business unit performance',
    terms: [{ population: bookedJobs, adds: countIf('fact.is_canceled'), of: '1' }],
  },
  {
    name: 'recall_rate',
    label: 'Recalls',
    unit: 'ratio',
    words: `The share of the completed jobs that led to a recall within ${RECALL_DAYS} days.`,
    formula: `completed jobs, themselves no recalls, of which a recall was booked at most ${RECALL_DAYS} days after the day of their completion / completed jobs that are no recalls`,
    edgeCases: `It counts for the original job and its day; canceled recalls do not count. The last ${RECALL_DAYS} days are provisional.`,
    source: 'TextClint: First call resolution',
    needs: 'jobs list',
    terms: [
      {
        population: completedJobs,
        adds: `CASE WHEN ${isOriginal} AND ${hasRecall} THEN 1 ELSE 0 END`,
        of: countIf(isOriginal),
      },
    ],
  },
  {
    name: 'first_time_fix_rate',
    label: 'First-time fixes',
    unit: 'ratio',
    words: `The share of the completed jobs that one visit settled, without a recall within ${RECALL_DAYS} days.`,
    formula: `completed jobs, themselves no recalls, with exactly one visit that is done and no recall booked at most ${RECALL_DAYS} days after the day of their completion / completed jobs that are no recalls`,
    edgeCases: `Canceled visits do not count. The last ${RECALL_DAYS} days are provisional.`,
    source: 'TextClint: First call resolution',
    needs: 'jobs list',
    terms: [
      {
        population: completedJobs,
        adds: `CASE WHEN ${isOriginal} AND fact.done_visits = 1 AND NOT ${hasRecall} THEN 1 ELSE 0 END`,
        of: countIf(isOriginal),
      },
    ],
  },
  {
    name: 'done_visits',
    label: 'Visits',
    unit: 'count',
    words: 'Visits of the period that are done.',
    formula: 'number of appointments with status Done, by the day on which they start',
    edgeCases: 'A job with two visits counts twice.',
    source: 'ServiceTitan: Technician performance',
    terms: [{ population: startedVisits, adds: countIf('fact.is_done') }],
  },
]
