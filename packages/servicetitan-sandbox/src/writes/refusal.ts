/** The refusal of a write by a rule: nothing was written. */
export class Refusal extends Error {
  readonly status: number
  /** Messages by path of the body. */
  readonly errors: Readonly<Record<string, string[]>>

  constructor(status: number, message?: string, errors: Readonly<Record<string, string[]>> = {}) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.errors = errors
  }
}
