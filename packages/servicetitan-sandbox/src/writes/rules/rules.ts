import { appointmentRules } from './appointments.ts'
import { assignmentRules } from './assignments.ts'
import { contactRules } from './contacts.ts'
import { customerRules } from './customers.ts'
import { jobStatusRules } from './job-status.ts'
import { jobRules } from './jobs.ts'
import { locationRules } from './locations.ts'
import type { Rule } from './rule.ts'
import { tagRules } from './tags.ts'

/** The rule of each write, by the vendor's operationId. */
export const rules: Readonly<Record<string, Rule>> = {
  ...customerRules,
  ...contactRules,
  ...tagRules,
  ...locationRules,
  ...jobRules,
  ...jobStatusRules,
  ...appointmentRules,
  ...assignmentRules,
}
