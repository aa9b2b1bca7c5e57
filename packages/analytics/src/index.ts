export { type Dimension, dimensions, hasDimension } from './dimension.ts'
export { type Dependency, type Fact, none } from './fact.ts'
export { factOf, facts, wholesOf } from './facts.ts'
export { isRatio, type Metric, type MetricNeed } from './metric.ts'
export { metrics } from './metrics.ts'
export { missingStatements } from './missing-recalls.ts'
export { type Grain, grains, type Query, type QueryRow, queryStatement } from './query-statement.ts'
export { compareStatement, nextKeysStatement, refreshStatement } from './refresh-statement.ts'
export { type Backlog, backlogStatement } from './reports/backlog.ts'
export { type CohortCell, cohortStatement, type Repeats, repeatStatement } from './reports/customers.ts'
export { type IncomeComparison, incomeComparisonStatement } from './reports/incomes.ts'
export { type Recall, recallsStatement } from './reports/recalls.ts'
export {
  ageingBuckets,
  dsoDays,
  type OpenInvoice,
  openInvoicesStatement,
  type Receivables,
  receivablesStatement,
} from './reports/receivables.ts'
export { type BehindRow, rowsStatement } from './rows-statement.ts'
export { type UnknownRow, unknownStatement } from './unknown-statement.ts'
