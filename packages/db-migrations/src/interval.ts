/** An interval as node-postgres reads it: the parts that are not zero, such as `{ minutes: 30 }`. */
export interface IntervalParts {
  readonly years?: number
  readonly months?: number
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}
