/** Mean radius of the earth, in kilometres. */
export const EARTH_RADIUS_KM = 6371.0088

export interface Box {
  /** Southern and northern bound, in degrees. */
  readonly latitudes: readonly [number, number]
  /** Western and eastern bound, in degrees; two ranges when the box crosses the 180th meridian. */
  readonly longitudes: readonly (readonly [number, number])[]
}

// Tolerance for rounding at the edge, in degrees: a tenth of a millimetre.
const MARGIN = 1e-9

/**
 * The smallest box of latitudes and longitudes that contains every point within `km` of a point. A box that contains a
 * pole has all longitudes.
 */
export function boundingBox({ latitude, longitude }: Point, km: number): Box {
  const angle = km / EARTH_RADIUS_KM
  const reach = toDegrees(angle) + MARGIN
  const south = latitude - reach
  const north = latitude + reach
  const latitudes = [Math.max(south, -90), Math.min(north, 90)] as const
  // The widest part of the circle lies poleward of the point, not at its own latitude.
  const width = Math.sin(angle) / Math.cos(toRadians(latitude))
  const everywhere = south <= -90 || north >= 90 || width >= 1 || angle >= Math.PI / 2
  if (everywhere) return { latitudes, longitudes: [[-180, 180]] }
  const half = toDegrees(Math.asin(width)) + MARGIN
  return { latitudes, longitudes: splitAtDateLine(longitude - half, longitude + half) }
}

export interface Point {
  /** Degrees, -90 to 90. */
  readonly latitude: number
  /** Degrees, -180 to 180. */
  readonly longitude: number
}

function splitAtDateLine(west: number, east: number): readonly (readonly [number, number])[] {
  // Both -180 and 180 name the 180th meridian.
  if (west <= -180)
    return [
      [-180, east],
      [west + 360, 180],
    ]
  if (east >= 180)
    return [
      [west, 180],
      [-180, east - 360],
    ]
  return [[west, east]]
}

const toRadians = (degrees: number): number => (degrees * Math.PI) / 180
const toDegrees = (radians: number): number => (radians * 180) / Math.PI
