import { type Cost, median, medianCost, rate } from './measure.ts'

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
  /** By how much `value` may miss the limits. @default 0 */
  readonly noise?: number
}

function holds({ value, atLeast = -Infinity, atMost = Infinity, noise = 0 }: Bar): boolean {
  return value === undefined || (value >= atLeast - noise && value <= atMost + noise)
}

/** The median of the rounds, which may miss a limit by the median distance of a round from it. */
export function withNoise(rounds: readonly number[]): Pick<Bar, 'value' | 'rounds' | 'noise'> {
  const value = median(rounds)
  return { value, rounds, noise: median(rounds.map((round) => Math.abs(round - value))) }
}

function describeBar(bar: Bar): string {
  const { name, value, rounds, atLeast, atMost, digits = 2 } = bar
  if (value === undefined) return `${name}: cannot be measured here`
  const limit = [
    atLeast === undefined ? [] : [`at least ${atLeast.toFixed(digits)}`],
    atMost === undefined ? [] : [`at most ${atMost.toFixed(digits)}`],
  ].flat()
  const spread = rounds ? `; rounds ${rounds.map((ratio) => ratio.toFixed(digits)).join(' ')}` : ''
  return `${stateOf(bar)} ${name}: ${value.toFixed(digits)} (bar: ${limit.join(', ')}${spread})`
}

function stateOf(bar: Bar): string {
  if (holds({ ...bar, noise: 0 })) return 'ok    '
  return holds(bar) ? 'noise ' : 'MISSED'
}

/** What a benchmark has found. */
export interface Report {
  readonly figures: readonly Figure[]
  readonly notes: readonly string[]
  readonly bars: readonly Bar[]
}

/** Prints a report, as text or as one JSON object. A missed bar is named, and the exit code is 1 then. */
export function printReport({ figures, notes, bars }: Report, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ figures, notes, bars })}\n`)
  } else {
    const lines = [...(figures.length > 0 ? [renderFigures(figures)] : []), '', ...notes, '']
    process.stdout.write(`${lines.join('\n')}\n${bars.map(describeBar).join('\n')}\n`)
  }
  const missed = bars.filter((bar) => !holds(bar))
  if (missed.length === 0) return
  process.stderr.write(`error: missed: ${missed.map(({ name }) => name).join('; ')}.\n`)
  process.exitCode = 1
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

function renderFigures(figures: readonly Figure[]): string {
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
