/**
 * SQL that fails where a condition does not hold, as a data error, and so ends the transaction: PostgreSQL's error says that
 * `expected: <what>` is no boolean, which its log shows. The condition must depend on rows, or the planner would read
 * the text beforehand.
 * @param what what was expected, in words without quotes
 */
export const requireThat = (condition: string, what: string): string =>
  `(CASE WHEN ${condition} THEN 'true' ELSE 'expected: ${what}' END)::boolean`
