/** A ratio that must hold. Absolute times are shown and never judged. */
export interface Bar {
  readonly name: string
  readonly value: number
  readonly atLeast?: number
  readonly atMost?: number
}

export function holds({ value, atLeast = -Infinity, atMost = Infinity }: Bar): boolean {
  return value >= atLeast && value <= atMost
}

export function describeBar(bar: Bar): string {
  const { name, value, atLeast, atMost } = bar
  const limit = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
  return `${holds(bar) ? 'ok    ' : 'MISSED'} ${name}: ${value.toFixed(2)} (bar: ${limit})`
}

/** Rows of cells as a table; all but the first column are numbers, and stand to the right. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const pad = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return [pad(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(pad)].join('\n')
}
