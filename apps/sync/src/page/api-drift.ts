import type { TableTarget } from './page-target.ts'

/** A difference of records from the documentation: the path and the number of records, never a value. */
export interface Drift {
  readonly path: string
  readonly kind: 'unknown' | 'missing' | 'type'
  /** The expected type; null for the other kinds. */
  readonly detail: string | null
  readonly records: number
}

/** The sum of the drift of two parts of a page. */
export function addDrift(a: readonly Drift[], b: readonly Drift[]): Drift[] {
  const sum = new Map(a.map((drift) => [`${drift.kind} ${drift.path}`, drift]))
  for (const drift of b) {
    const key = `${drift.kind} ${drift.path}`
    sum.set(key, { ...drift, records: drift.records + (sum.get(key)?.records ?? 0) })
  }
  return [...sum.values()]
}

/** Adds the drift of a page to the recorded drift of its table. */
export async function recordDrift(
  { client, tenantId, table }: TableTarget,
  drift: readonly Drift[],
  now: Date,
): Promise<void> {
  if (drift.length === 0) return
  await client.query(
    `INSERT INTO raw.api_drift AS known
            (tenant_id, table_name, json_path, kind, detail, occurrences, first_seen_at, last_seen_at)
     SELECT $1, $2, path, kind, detail, records, $3, $3
       FROM unnest($4::text[], $5::text[], $6::text[], $7::bigint[]) AS seen (path, kind, detail, records)
     ON CONFLICT (tenant_id, table_name, json_path, kind) DO UPDATE
        SET detail = excluded.detail, occurrences = known.occurrences + excluded.occurrences,
            last_seen_at = excluded.last_seen_at`,
    [
      tenantId,
      table.name,
      now,
      drift.map(({ path }) => path),
      drift.map(({ kind }) => kind),
      drift.map(({ detail }) => detail),
      drift.map(({ records }) => records),
    ],
  )
}
