import { exitCode, UsageError, wholeNumber } from 'cli-kit'

/**
 * Reads the value of an option.
 * @throws {UsageError} when it is not a whole number within the range
 */
export function readNumber(
  option: string,
  text: string,
  { min = 1, max }: { readonly min?: number; readonly max: number },
): number {
  const value = wholeNumber(text, { min, max })
  if (value === null) throw new UsageError(`${option} is not a whole number from ${min} to ${max}.`)
  return value
}

/** Names wrong usage, and ends the process; other errors are thrown. */
export function endIfUsage(error: unknown): never {
  const isOfArguments =
    error instanceof Error && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
  if (!(error instanceof UsageError) && !isOfArguments) throw error
  process.stderr.write(`error: ${(error as Error).message}\n`)
  process.exit(exitCode.usage)
}
