/**
 * SQL that fails with a data error if a condition is false, and so aborts the transaction: PostgreSQL reports that
 * `expected: <what>` is not a boolean. The condition must depend on rows, otherwise the planner would evaluate the text
 * in advance.
 * @param what the expectation, in words without quotes
 */
export const requireThat = (condition: string, what: string): string =>
  `(CASE WHEN ${condition} THEN 'true' ELSE 'expected: ${what}' END)::boolean`
