/** How the income of invoices compares with their items, which ServiceTitan exports apart. */
export interface IncomeComparison {
  /** The number of invoices compared: those of which an item has an account. */
  readonly invoices: number
  /** Their income, as in the facts. */
  readonly income: string
  /** The sum of the exported items on accounts of the type Income. */
  readonly ofItems: string
  /** The number of invoices of which the two differ. */
  readonly differing: number
  /** ServiceTitan's ids of the first of them, at most ten. */
  readonly examples: readonly string[]
}

/**
 * The statement that compares the income of a tenant's (`$1`) invoices with their exported items. It returns one
 * {@link IncomeComparison}.
 * @example
 * const { rows } = await client.query(incomeComparisonStatement, [tenantId])
 */
export const incomeComparisonStatement = `
WITH compared AS (
  SELECT lazi.st_id_of(fact.invoice_id) AS st_id, fact.income, coalesce(item.total, 0) AS total
    FROM analytics.invoices AS fact
    LEFT JOIN (SELECT item.invoice_id, sum(item.total) FILTER (WHERE item.account_type = 'Income') AS total
                 FROM raw.st_invoice_items AS item
                WHERE item.tenant_id = $1 AND item.active AND item.deleted_at IS NULL
                GROUP BY item.invoice_id) AS item ON item.invoice_id = lazi.st_id_of(fact.invoice_id)
   WHERE fact.tenant_id = $1 AND NOT fact.is_income_estimated
)
SELECT count(*)::integer AS invoices,
       trim_scale(coalesce(sum(income), 0))::text AS income, trim_scale(coalesce(sum(total), 0))::text AS "ofItems",
       count(*) FILTER (WHERE income <> total)::integer AS differing,
       coalesce((array_agg(st_id::text ORDER BY st_id) FILTER (WHERE income <> total))[1:10], '{}') AS examples
  FROM compared`
