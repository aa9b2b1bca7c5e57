/** An interval as parsed by node-postgres: its non-zero parts, such as `{ minutes: 30 }`. */
export interface IntervalParts {
  readonly years?: number
  readonly months?: number
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}
