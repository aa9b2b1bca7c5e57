/** A decimal as text, such as `-8389.01`, as digits of an integer with `scale` of them behind the point. */
function scaled(decimal: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(scale, '0'))
}

function unscaled(value: bigint, scale: number): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  const point = digits.length - scale
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return value < 0n ? `-${text}` : text
}

const scaleOf = (decimals: readonly string[]): number =>
  Math.max(...decimals.map((decimal) => decimal.split('.')[1]?.length ?? 0), 0)

/** The sum of decimals as text, exactly: `0.1` and `0.2` are `0.3`. */
export function addDecimals(decimals: readonly string[]): string {
  const scale = scaleOf(decimals)
  return unscaled(
    decimals.reduce((sum, decimal) => sum + scaled(decimal, scale), 0n),
    scale,
  )
}

/** The difference of two decimals as text, exactly. */
export function subtractDecimals(decimal: string, other: string): string {
  const scale = scaleOf([decimal, other])
  return unscaled(scaled(decimal, scale) - scaled(other, scale), scale)
}

/** Digits of a quotient, beyond which it is cut off. */
const QUOTIENT_SCALE = 9

/** Which share of a decimal another one is: `0.25` of 8 and 2; null if the whole is 0. */
export function shareOf(part: string, whole: string): string | null {
  const scale = scaleOf([part, whole])
  const of = scaled(whole, scale)
  if (of === 0n) return null
  return unscaled((scaled(part, scale) * 10n ** BigInt(QUOTIENT_SCALE)) / of, QUOTIENT_SCALE)
}

/** By which share a decimal differs from another one: `0.25` of 5 and 4; null if the other one is 0. */
export function shareOfDifference(decimal: string, other: string): string | null {
  const scale = scaleOf([decimal, other])
  const base = scaled(other, scale)
  if (base === 0n) return null
  const difference = (scaled(decimal, scale) - base) * 10n ** BigInt(QUOTIENT_SCALE)
  return unscaled(difference / (base < 0n ? -base : base), QUOTIENT_SCALE)
}

/** The order of two decimals, for sorting. */
export function compareDecimals(decimal: string, other: string): number {
  const scale = scaleOf([decimal, other])
  const [one, two] = [scaled(decimal, scale), scaled(other, scale)]
  if (one === two) return 0
  return one < two ? -1 : 1
}
