import { type BenchDatabase, serverCpuMs } from './server.ts'

/** What one way of doing something cost. */
export interface Cost {
  readonly rows: number
  readonly ms: number
  /** CPU time of this process, in milliseconds. */
  readonly clientCpuMs: number
  /** CPU time of the server's processes, in milliseconds; undefined where it is not known. */
  readonly serverCpuMs: number | undefined
  /** WAL of the whole server, in bytes. */
  readonly walBytes: number
}

/** Does `work`, which handles `rows` rows, and says what it cost. A checkpoint before it evens out full pages in WAL. */
export async function measure(
  database: BenchDatabase,
  rows: number,
  work: () => Promise<void>,
): Promise<Cost> {
  const { admin } = database
  await admin.query('CHECKPOINT')
  const walBefore = await walPosition(database)
  const serverBefore = await serverCpuMs(database)
  const clientBefore = process.cpuUsage()
  const started = performance.now()
  await work()
  const ms = performance.now() - started
  const clientCpuMs = cpuMsSince(clientBefore)
  const serverAfter = await serverCpuMs(database)
  const { rows: wal } = await admin.query<{ bytes: string }>(
    'SELECT pg_current_wal_insert_lsn() - $1::pg_lsn AS bytes',
    [walBefore],
  )
  return {
    rows,
    ms,
    clientCpuMs,
    walBytes: Number(wal[0]?.bytes),
    serverCpuMs:
      serverBefore === undefined || serverAfter === undefined ? undefined : serverAfter - serverBefore,
  }
}

/** CPU time of this process since `process.cpuUsage()` said `before`, in milliseconds. */
export function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Where the WAL ends now. */
export async function walPosition({ admin }: BenchDatabase): Promise<string> {
  const { rows } = await admin.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn')
  return rows[0]?.lsn as string
}

/** Bytes of the WAL records since `from` that touch a table, its indexes or its TOAST table. */
export async function walOfTable({ admin }: BenchDatabase, table: string, from: string): Promise<number> {
  const { rows } = await admin.query<{ bytes: string }>(
    `WITH heap AS (SELECT oid, reltoastrelid FROM pg_class WHERE oid IN
            (SELECT $1::regclass UNION SELECT reltoastrelid FROM pg_class WHERE oid = $1::regclass)),
          file AS (SELECT pg_relation_filenode(oid) AS node FROM heap
             UNION SELECT pg_relation_filenode(indexrelid) FROM pg_index WHERE indrelid IN (SELECT oid FROM heap))
     SELECT coalesce(sum(bytes), 0) AS bytes
       FROM (SELECT DISTINCT start_lsn, record_length AS bytes
               FROM pg_get_wal_block_info($2, pg_current_wal_insert_lsn(), false)
              WHERE relfilenode IN (SELECT node FROM file)) AS record`,
    [`raw.${table}`, from],
  )
  return Number(rows[0]?.bytes)
}

export const rate = ({ rows, ms }: Cost): number => (rows / ms) * 1000

/** The value below which the given share of the values is. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] as number
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

/** The round in the middle, by its time. */
export function medianCost(costs: readonly Cost[]): Cost {
  return costs.toSorted((a, b) => a.ms - b.ms)[Math.floor(costs.length / 2)] as Cost
}

/** How time grows with size: 1 is linear, 2 quadratic (least squares over the logarithms). */
export function growthExponent(costs: readonly Pick<Cost, 'rows' | 'ms'>[]): number {
  const points = costs.map(({ rows, ms }) => [Math.log(rows), Math.log(ms)] as const)
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return covariance / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}
