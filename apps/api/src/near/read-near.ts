import { prepared } from 'cli-kit/postgres'
import type pg from 'pg'
import { recordResource } from '../records/record-resources.ts'
import { rowJson } from '../records/row-json.ts'
import { boundingBox, EARTH_RADIUS_KM, type Point } from './bounding-box.ts'

export interface NearParams extends Point {
  /** Maximum distance, in kilometres. */
  readonly km: number
  /** Maximum number of rows. */
  readonly limit: number
}

/** The locations within a distance of a point, nearest first, as JSON text. */
export async function readNear(client: pg.ClientBase, tenantId: string, params: NearParams): Promise<string> {
  const { rows } = await client.query<{ body: string }>(nearStatement(tenantId, params))
  return rows[0]?.body ?? '{"data":[]}'
}

/** The statement of {@link readNear}, prepared once per connection. */
export function nearStatement(tenantId: string, params: NearParams) {
  const { km, limit } = params
  const point = { latitude: roundDegrees(params.latitude), longitude: roundDegrees(params.longitude) }
  const { latitudes, longitudes } = boundingBox(point, km)
  return prepared(nearQuery, [
    tenantId,
    point.latitude,
    point.longitude,
    km,
    limit,
    ...latitudes,
    longitudes.map(([west]) => west),
    longitudes.map(([, east]) => east),
  ])
}

// To a tenth of a millimetre: PostgreSQL raises an underflow error when a floating-point product is too small to be
// represented, which coordinates very close to 0 would cause.
const roundDegrees = (degrees: number): number => Math.round(degrees * 1e9) / 1e9
const rounded = (column: string): string => `round(${column}::numeric, 9)::float8`

// The haversine formula is accurate for close points, where the law of cosines loses precision.
const distanceKm = `
  2 * ${EARTH_RADIUS_KM} * asin(least(1, sqrt(
    sin(radians(y - $2::float8) / 2) ^ 2
    + cos(radians($2::float8)) * cos(radians(y)) * sin(radians(x - $3::float8) / 2) ^ 2)))`

/**
 * Parameters: the tenant, latitude, longitude, distance and limit, then the box: south, north, and the longitude ranges as an array
 * of western and an array of eastern bounds.
 */
const nearQuery = `
WITH nearest AS MATERIALIZED (
  SELECT id, ${distanceKm} AS distance
    FROM unnest($8::float8[], $9::float8[]) AS span (west, east)
   CROSS JOIN LATERAL (
     SELECT id, ${rounded('latitude')} AS y, ${rounded('longitude')} AS x FROM lazi.locations
      WHERE tenant_id = $1 AND latitude BETWEEN $6 AND $7 AND longitude BETWEEN span.west AND span.east
        AND active AND deleted_at IS NULL OFFSET 0) AS within
   WHERE ${distanceKm} <= $4::float8
   ORDER BY distance, id
   LIMIT $5::integer
)
SELECT json_build_object('data', coalesce(json_agg(location.row ORDER BY distance, id), '[]'))::text AS body
  FROM nearest CROSS JOIN LATERAL (
    SELECT ${rowJson(recordResource('locations'), 't', null, [['distanceKm', 'round(distance::numeric, 6)']])} AS row
      FROM lazi.locations AS t WHERE t.tenant_id = $1 AND t.id = nearest.id OFFSET 0) AS location`
