import pg from 'pg'
import { formatKey } from '../../src/keys/key-text.ts'
import { createKey } from '../../src/keys/manage-keys.ts'

/** What a tenant of the benchmark has. */
export interface BenchTenant {
  readonly headers: Readonly<Record<string, string>>
  /** LAZI's ids of its customers. */
  readonly customers: readonly string[]
}

const tenantsFilled = 64
const customersEach = 1_000

/** Fills tenants whose customers and jobs LAZI owns. */
export async function fillTenants(admin: pg.ClientBase, url: string): Promise<BenchTenant[]> {
  await admin.query(`
    INSERT INTO raw.tenants (tenant_id, name, time_zone)
    SELECT n, 'Tenant ' || n, 'America/Chicago' FROM generate_series(1, ${tenantsFilled}) AS n;
    INSERT INTO raw.change_positions (tenant_id, updated_at) SELECT tenant_id, now() FROM raw.tenants;
    INSERT INTO sync.domains (tenant_id, domain, mode, since, switched_by)
    SELECT tenant_id, domain, 'lazi', now(), 'system:bench'
      FROM raw.tenants CROSS JOIN unnest(ARRAY['customers', 'jobs']) AS domain;
    INSERT INTO lazi.customers (tenant_id, id, st_id, source, active, name, type, tag_type_ids, custom_fields)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'customers', n), n, 'servicetitan', true, 'Customer ' || n,
           'Residential', '{}', '{}'
      FROM raw.tenants CROSS JOIN generate_series(1, ${customersEach}) AS n;
    INSERT INTO lazi.locations (tenant_id, id, st_id, source, active, name, customer_id)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'locations', 1), 1, 'servicetitan', true, 'Home',
           lazi.projected_id(tenant_id, 'customers', 1) FROM raw.tenants;
    INSERT INTO lazi.business_units (tenant_id, id, st_id, source, active, name)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'business_units', 1), 1, 'servicetitan', true, 'Unit' FROM raw.tenants;
    INSERT INTO lazi.job_types (tenant_id, id, st_id, source, active, name)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'job_types', 1), 1, 'servicetitan', true, 'Repair' FROM raw.tenants;
    INSERT INTO lazi.technicians (tenant_id, id, st_id, source, active, name)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'technicians', 1), 1, 'servicetitan', true, 'Tia' FROM raw.tenants`)
  await admin.query('VACUUM ANALYZE')
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    const filled: BenchTenant[] = []
    for (let n = 1; n <= tenantsFilled; n++) {
      const tenantId = String(n)
      const key = await createKey(pool, { tenantId, name: 'Bench', scopes: ['admin'], expiresAt: null })
      if (!key) throw new Error(`Expected a tenant ${tenantId}`)
      const { rows } = await admin.query<{ id: string }>(
        'SELECT id::text FROM lazi.customers WHERE tenant_id = $1 ORDER BY st_id LIMIT 100',
        [tenantId],
      )
      const headers = { authorization: `Bearer ${formatKey({ tenantId, ...key })}` }
      filled.push({ headers, customers: rows.map(({ id }) => id) })
    }
    return filled
  } finally {
    await pool.end()
  }
}
