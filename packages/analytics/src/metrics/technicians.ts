import { bookedTime, isWithoutAccounting, jobsOfTechnicians, type Metric } from '../metric.ts'

/** What technicians earn, and for how long they are booked. */
export const technicianMetrics: readonly Metric[] = [
  {
    name: 'technician_revenue',
    label: 'Technician revenue',
    unit: 'money',
    words: 'Income of the completed jobs, divided among their technicians.',
    formula:
      "sum of each technician's share of the income of the jobs, by the day on which they were completed; the shares are those of the job's splits, else equal among those who were booked, to the cent",
    edgeCases:
      'The odd cents of a job are those of its first technicians. A job without a technician counts without a technician, so that the sum over technicians is the completed revenue.',
    source: 'ServiceTitan: Technician performance',
    needs: 'accounting',
    terms: [{ population: jobsOfTechnicians, adds: 'fact.revenue', isUnknown: isWithoutAccounting }],
  },
  {
    name: 'technician_jobs',
    label: "Technicians' jobs",
    unit: 'count',
    words: 'Completed jobs, each counted once for every technician who has a share in it.',
    formula: 'number of pairs of a completed job and a technician, by the day on which the job was completed',
    edgeCases: 'Two technicians on one job count two: it is more than the number of completed jobs.',
    source: 'ServiceTitan: Technician performance by business unit',
    terms: [{ population: jobsOfTechnicians, adds: '1' }],
  },
  {
    name: 'booked_minutes',
    label: 'Booked time',
    unit: 'minutes',
    words: 'Minutes for which technicians were booked in the period.',
    formula:
      'sum of the minutes of the appointments on each local day, once for every technician whose assignment is not canceled',
    edgeCases:
      'A visit over midnight counts on both days. It is the time that was planned, and not the time that was worked.',
    source: 'The Service Operator: Five-number scorecard',
    terms: [{ population: bookedTime, adds: 'fact.minutes' }],
  },
  {
    name: 'revenue_per_booked_hour',
    label: 'Revenue per booked hour',
    unit: 'money',
    words: 'What technicians earn in an hour for which they are booked.',
    formula: 'technician revenue / hours for which technicians were booked',
    edgeCases:
      'Revenue counts on the day on which a job was completed, hours on the days of its visits: around the ends of a period they are of different jobs.',
    source: 'our own: hours as they were planned',
    needs: 'accounting',
    terms: [
      { population: jobsOfTechnicians, adds: 'fact.revenue', of: '0', isUnknown: isWithoutAccounting },
      { population: bookedTime, adds: '0', of: 'fact.minutes / 60.0' },
    ],
  },
]
