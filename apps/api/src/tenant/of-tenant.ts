/**
 * SQL of the condition that a row is the tenant's that the transaction is set to: the condition of row-level security,
 * in a sub-select. A statement without a parameter for the tenant names it so for every table whose rows an index must
 * find, since the sub-select's value is not known to the planner: each tenant is an average one, and the plan that a
 * connection keeps suits all (docs/decisions.md, 30).
 * @param column the tenant column, with the alias of its table where there are several
 */
export function ofTenant(column = 'tenant_id'): string {
  return `${column} = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint)`
}
