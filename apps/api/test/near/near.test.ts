import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { boundingBox, EARTH_RADIUS_KM, type Point } from '../../src/near/bounding-box.ts'
import { type NearParams, readNear } from '../../src/near/read-near.ts'
import { asReader } from '../fixtures/as-reader.ts'
import { insertRecords, insertTenant } from '../fixtures/insert-rows.ts'
import { withServiceTitanIds } from '../fixtures/service-titan-ids.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  for (const tenantId of ['7', '8']) await insertTenant(database.pool, tenantId, 'UTC')
})
const emptyLocations = () => database.pool.query('DELETE FROM raw.st_locations; DELETE FROM lazi.locations')
beforeEach(emptyLocations)
afterAll(() => database.close())

interface Found {
  readonly id: string
  readonly distanceKm: number
}

const read = async (tenantId: string, params: NearParams): Promise<Found[]> =>
  withServiceTitanIds(
    JSON.parse(await asReader(database.pool, tenantId, (client) => readNear(client, tenantId, params))).data,
  )

test('locations near a point are the live ones of the tenant, nearest first, up to the limit', async () => {
  const { pool } = database
  const dallas = { latitude: 32.7767, longitude: -96.797 }
  await insertRecords(pool, 'st_locations', '7', [
    { st_id: '1', name: 'Fort Worth', latitude: 32.7555, longitude: -97.3308 },
    { st_id: '2', name: 'Dallas', ...dallas },
    { st_id: '3', name: 'Houston', latitude: 29.7604, longitude: -95.3698 },
    { st_id: '4', name: 'Gone', ...dallas, deleted_at: '2026-01-01Z' },
    { st_id: '5', name: 'Closed', ...dallas, active: false },
    { st_id: '6', name: 'Nowhere', latitude: null, longitude: null },
  ])
  await insertRecords(pool, 'st_locations', '8', [{ st_id: '9', name: 'Stranger', ...dallas }])

  const near = await read('7', { ...dallas, km: 100, limit: 10 })
  expect(near).toMatchObject([
    { id: '2', name: 'Dallas', distanceKm: 0 },
    { id: '1', name: 'Fort Worth' },
  ])
  expect(near[1]?.distanceKm).toBeCloseTo(50, 0)
  expect(await read('7', { ...dallas, km: 1_000, limit: 2 })).toEqual(near)
  expect(await read('7', { ...dallas, km: 1_000, limit: 9 })).toHaveLength(3)
})

test('locations near a point agree with measuring every distance, also at the poles and the date line', async () => {
  const somePoints = fc.array(anywhere, { minLength: 1, maxLength: 60, size: 'max' })
  await fc.assert(
    fc.asyncProperty(somePoints, anywhere, fc.oneof(distance, halfTheEarth), async (points, center, km) => {
      // Most random points are far away, so for each a point within or just beyond the distance is added.
      const all = [
        ...points,
        ...points.map((point, index) => towards(center, point, (km * ((index * 7) % 30)) / 25)),
      ]
      await emptyLocations()
      await insertRecords(
        database.pool,
        'st_locations',
        '7',
        all.map((point, index) => ({ ...point, st_id: String(index + 1) })),
      )
      const measured = all.map((point, index) => ({
        id: String(index + 1),
        km: angleBetween(center, point) * EARTH_RADIUS_KM,
      }))
      const found = await read('7', { ...center, km, limit: 500 })
      const foundIds = new Set(found.map(({ id }) => id))
      // At the very edge the two computations may round differently.
      const wrong = measured.filter(
        ({ id, km: away }) => foundIds.has(id) !== away <= km && Math.abs(away - km) > 1e-3,
      )
      expect(wrong).toEqual([])
      expect(found.map(({ distanceKm }) => distanceKm)).toEqual(
        found.map(({ distanceKm }) => distanceKm).toSorted((a, b) => a - b),
      )
      for (const { id, distanceKm } of found) {
        expect(distanceKm).toBeCloseTo(measured[Number(id) - 1]?.km ?? Number.NaN, 2)
      }
    }),
    { numRuns: 150, seed: 3 },
  )
})

test('the box around a point has valid latitudes and longitudes', () => {
  fc.assert(
    fc.property(anywhere, halfTheEarth, (point, km) => {
      const { latitudes, longitudes } = boundingBox(point, km)
      for (const [from, to] of [latitudes.map((value) => value * 2) as [number, number], ...longitudes]) {
        expect(from).toBeGreaterThanOrEqual(-180)
        expect(to).toBeLessThanOrEqual(180)
        expect(from).toBeLessThanOrEqual(to)
      }
    }),
    { seed: 4 },
  )
})

const degrees = (max: number) => fc.double({ min: -max, max, noNaN: true })
const latitude = fc.oneof(degrees(90), fc.constantFrom(90, -90, 89.9999, -89.99, 0))
const longitude = fc.oneof(degrees(180), fc.constantFrom(180, -180, 179.9999, -179.9999, 0))
const anywhere: fc.Arbitrary<Point> = fc.record({ latitude, longitude })
const distance = fc.double({ min: 0.01, max: 2_000, noNaN: true })
const halfTheEarth = fc.double({ min: 0.01, max: 20_040, noNaN: true })

type Vector = readonly [number, number, number]

function toVector({ latitude, longitude }: Point): Vector {
  const [phi, lambda] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180]
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)]
}

/** Computed with vectors, so independently of the query's formula. */
function angleBetween(a: Point, b: Point): number {
  const [u, v] = [toVector(a), toVector(b)]
  const cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
  return Math.atan2(Math.hypot(...cross), u[0] * v[0] + u[1] * v[1] + u[2] * v[2])
}

/** The point at `km` from `a` in the direction of `b`. */
function towards(a: Point, b: Point, km: number): Point {
  const whole = angleBetween(a, b)
  const sine = Math.sin(whole)
  if (sine < 1e-9) return a
  const angle = (km / EARTH_RADIUS_KM) % Math.PI
  const [u, v] = [toVector(a), toVector(b)]
  const [x, y, z] = u.map(
    (part, axis) => (part * Math.sin(whole - angle) + (v[axis] ?? 0) * Math.sin(angle)) / sine,
  ) as [number, number, number]
  return {
    latitude: (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI,
    longitude: (Math.atan2(y, x) * 180) / Math.PI,
  }
}
