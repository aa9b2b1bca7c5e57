import { median } from './measure.ts'
import type { NeighbourRound } from './neighbour.ts'
import { type Bar, renderTable } from './report.ts'

/** The bar of a tenant beside a greedy one; none if it was not measured. */
export function neighbourBars(rounds: readonly NeighbourRound[]): Bar[] {
  if (rounds.length === 0) return []
  return [
    { name: "a tenant's p99 beside a greedy one, against alone", value: ratio(rounds, 'P99'), atMost: 3 },
  ]
}

/** A tenant's times alone and beside a greedy one, as a table. */
export function renderNeighbour(rounds: readonly NeighbourRound[]): string {
  if (rounds.length === 0) return ''
  const of = (figure: keyof NeighbourRound) => median(rounds.map((round) => round[figure])).toFixed(1)
  const ratios = (['P50', 'P99'] as const).map((kind) => ratio(rounds, kind).toFixed(2))
  return renderTable(
    [
      `a tenant over HTTP; the greedy one gets ${of('greedyPerSecond')} responses/s`,
      'p50 ms',
      'p99 ms',
      'p50 ratio',
      'p99 ratio',
    ],
    [
      ['alone', of('quietP50Ms'), of('quietP99Ms'), '1.00', '1.00'],
      ['beside a greedy one', of('besideP50Ms'), of('besideP99Ms'), ...ratios],
    ],
  )
}

/** The median of the rounds, each judged within itself. */
function ratio(rounds: readonly NeighbourRound[], kind: 'P50' | 'P99'): number {
  return median(rounds.map((round) => round[`beside${kind}Ms`] / round[`quiet${kind}Ms`]))
}
