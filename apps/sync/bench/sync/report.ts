import { type Cost, medianCost, rate } from './measure.ts'

/** A ratio that must hold. Absolute times are shown and never judged. */
export interface Bar {
  readonly name: string
  /** Undefined: it cannot be measured on this machine. */
  readonly value: number | undefined
  /** Of what `value` is the median. */
  readonly rounds?: readonly number[]
  readonly atLeast?: number
  readonly atMost?: number
  readonly digits?: number
}

export function holds({ value, atLeast = -Infinity, atMost = Infinity }: Bar): boolean {
  return value === undefined || (value >= atLeast && value <= atMost)
}

export function describeBar(bar: Bar): string {
  const { name, value, rounds, atLeast, atMost, digits = 2 } = bar
  if (value === undefined) return `${name}: cannot be measured here`
  const limit = [
    atLeast === undefined ? [] : [`at least ${atLeast.toFixed(digits)}`],
    atMost === undefined ? [] : [`at most ${atMost.toFixed(digits)}`],
  ].flat()
  const spread = rounds ? `; rounds ${rounds.map((ratio) => ratio.toFixed(digits)).join(' ')}` : ''
  return `${holds(bar) ? 'ok    ' : 'MISSED'} ${name}: ${value.toFixed(digits)} (bar: ${limit.join(', ')}${spread})`
}

/** One way of doing something, for the table of figures. */
export interface Figure {
  readonly what: string
  readonly way: string
  readonly rows: number
  readonly rowsPerSecond: number
  readonly clientCpuMicrosecondsPerRow: number
  readonly serverCpuMicrosecondsPerRow: number | undefined
  readonly walBytesPerRow: number
}

/** The round in the middle as a line of the table. */
export function toFigure(what: string, way: string, costs: readonly Cost[]): Figure {
  const cost = medianCost(costs)
  const perRow = (ms: number) => (ms * 1000) / cost.rows
  return {
    what,
    way,
    rows: cost.rows,
    rowsPerSecond: rate(cost),
    clientCpuMicrosecondsPerRow: perRow(cost.clientCpuMs),
    serverCpuMicrosecondsPerRow: cost.serverCpuMs === undefined ? undefined : perRow(cost.serverCpuMs),
    walBytesPerRow: cost.walBytes / cost.rows,
  }
}

export function renderFigures(figures: readonly Figure[]): string {
  const head = ['what', 'way', 'rows', 'rows/s', 'client CPU µs/row', 'server CPU µs/row', 'WAL B/row']
  const lines = figures.map((figure) => [
    figure.what,
    figure.way,
    whole(figure.rows),
    whole(figure.rowsPerSecond),
    figure.clientCpuMicrosecondsPerRow.toFixed(1),
    figure.serverCpuMicrosecondsPerRow?.toFixed(1) ?? '-',
    whole(figure.walBytesPerRow),
  ])
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  )
  const pad = (line: readonly string[]) =>
    line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return [pad(head), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.map(pad)].join('\n')
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US')
