/**
 * The arguments are invalid: the command ends with exit code 2.
 * @example
 * throw new UsageError('Choose one of --full and --hot.')
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'USAGE'
}
