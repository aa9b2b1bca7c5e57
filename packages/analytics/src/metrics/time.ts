import {
  arrivedVisits,
  availableDays,
  bookedTime,
  countIf,
  type Metric,
  soldTime,
  workedTime,
} from '../metric.ts'

/** SQL that is true for a job whose sold hours are not known: they are those of its invoices. */
const isUnsold = 'fact.hours IS NULL'

/** How technicians spend their time. */
export const timeMetrics: readonly Metric[] = [
  {
    name: 'on_time_rate',
    label: 'On time',
    unit: 'ratio',
    words: 'The share of the visits at which a technician arrived before the end of the arrival window.',
    formula:
      'visits whose first technician arrived not after the end of the window / visits with a window at which a technician arrived, by the day on which they start',
    edgeCases:
      'Early is on time. Visits without a timesheet do not count, and neither do those without a window.',
    source: 'The Service Operator: Five-number scorecard',
    terms: [{ population: arrivedVisits, adds: countIf('fact.is_on_time'), of: '1' }],
  },
  {
    name: 'worked_minutes',
    label: 'Worked time',
    unit: 'minutes',
    words: 'Minutes that technicians worked at jobs.',
    formula: 'sum of the minutes from arrival to done of the timesheets, by the day of the arrival',
    edgeCases:
      'Two technicians at one visit count both. A timesheet that is not done counts no time yet, and neither does one of more than a day.',
    source: 'ServiceTitan: Technician performance',
    terms: [{ population: workedTime, adds: 'fact.minutes' }],
  },
  {
    name: 'available_minutes',
    label: 'Available time',
    unit: 'minutes',
    words: 'Minutes for which technicians can be booked.',
    formula:
      'sum of the minutes of normal shifts on each local day, without time off and non-job appointments',
    edgeCases: 'Shifts on call do not count. Where shifts overlap, their time counts once.',
    source: 'The Service Operator: Five-number scorecard',
    terms: [{ population: availableDays, adds: 'fact.minutes' }],
  },
  {
    name: 'utilisation',
    label: 'Utilisation',
    unit: 'ratio',
    words: 'The share of the available time for which technicians are booked.',
    formula: 'booked time / available time',
    edgeCases: 'It is above 1 where technicians are booked outside of their shifts.',
    source: 'The Service Operator: Five-number scorecard',
    terms: [
      { population: bookedTime, adds: 'fact.minutes', of: '0' },
      { population: availableDays, adds: '0', of: 'fact.minutes' },
    ],
  },
  {
    name: 'sold_minutes',
    label: 'Sold time',
    unit: 'minutes',
    words: 'Time that the completed jobs sold, as the pricebook has it.',
    formula:
      "sum of 60 × the hours of one × the quantity of the active items of the jobs' active invoices, by the day on which the job was completed",
    edgeCases:
      'Technicians have shares as of the revenue, to the hundredth of an hour. Items of adjustments count, usually with a negative quantity.',
    source: 'ServiceTitan: Daily sold hour tracker',
    needs: 'accounting',
    terms: [{ population: soldTime, adds: 'fact.hours * 60', isUnknown: isUnsold }],
  },
  {
    name: 'billable_efficiency',
    label: 'Billable efficiency',
    unit: 'ratio',
    words: 'Time sold for each hour worked.',
    formula: 'sold time / worked time',
    edgeCases:
      'Sold time counts on the day on which a job was completed, worked time on the days of its visits: around the ends of a period they are of different jobs.',
    source: 'ServiceTitan: Technician performance',
    needs: 'accounting',
    terms: [
      { population: soldTime, adds: 'fact.hours * 60', of: '0', isUnknown: isUnsold },
      { population: workedTime, adds: '0', of: 'fact.minutes' },
    ],
  },
]
