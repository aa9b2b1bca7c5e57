/** A violated rule, which the author fixes or allows with a reason. */
export interface Finding {
  /** Name of the rule, as in a migration's `allow`. */
  readonly rule: string
  readonly migration: string
  readonly message: string
  /** The statement, if the finding concerns one. */
  readonly sql?: string
}
