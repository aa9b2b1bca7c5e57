/**
 * SQL of the condition of row-level security, in a sub-select: the row belongs to the tenant of the transaction. A
 * statement without a parameter for the tenant has this condition for every table that is read by an index. The planner
 * does not know the sub-select's value, so it plans for an average tenant, and the plan that a connection keeps suits
 * all tenants (docs/decisions.md, 30).
 * @param column the tenant column, qualified where the statement has several tables
 */
export function ofTenant(column = 'tenant_id'): string {
  return `${column} = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint)`
}
