/** Something about a migration that should not be, or that its author has to answer for. */
export interface Finding {
  /** Name of the rule, which a migration may allow with a reason. */
  readonly rule: string
  readonly migration: string
  readonly message: string
  /** The statement, where it is about one. */
  readonly sql?: string
}
