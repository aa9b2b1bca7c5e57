const whole = new Intl.NumberFormat('en-US')
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })
const quantities = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })
const oneDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** 12,345; int64 counts arrive as strings. */
export function formatCount(count: number | string | null | undefined): string {
  return count === null || count === undefined ? '–' : whole.format(Number(count))
}

/** $1,234.50, from a decimal as string or number. A string is not converted to a number, which has fewer digits. */
export function formatMoney(amount: unknown): string {
  return isDecimal(amount) ? money.format(amount) : '–'
}

/** 1,234.5, from a decimal as string or number, without trailing zeros. */
export function formatQuantity(quantity: unknown): string {
  return isDecimal(quantity) ? quantities.format(quantity) : '–'
}

/** 33.2 days, from a decimal as string or number. */
export function formatDays(days: unknown): string {
  return isDecimal(days) ? `${oneDigit.format(days)} days` : '–'
}

/** Whether a value is a decimal, as Intl takes one: a number, or the text of one. */
function isDecimal(value: unknown): value is number | `${number}` {
  return typeof value === 'number' || (typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?$/.test(value))
}

/** 6.4 MB */
export function formatBytes(bytes: number | string): string {
  let rest = Number(bytes)
  let unit = 0
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000
    unit += 1
  }
  return `${unit === 0 || rest >= 100 ? Math.round(rest) : rest.toFixed(1)} ${units[unit]}`
}
