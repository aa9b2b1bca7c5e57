/**
 * All problems of a configuration. The command ends with exit code 2.
 * @example
 * if (problems.length > 0) throw new ConfigError(problems)
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'CONFIG'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`${problems.join('; ')}. See .env.example.`)
    this.problems = problems
  }
}

export interface WholeNumberRange {
  /** The smallest allowed number. */
  readonly min: number
  /** The largest allowed number. */
  readonly max: number
}

/** Reads variables and collects their problems. */
export interface ConfigReader {
  /** The number in `text`; `fallback` if the text is empty, or invalid, which is reported as a problem of `name`. */
  wholeNumber(
    name: string,
    text: string | undefined,
    range: WholeNumberRange & { readonly fallback: number },
  ): number
  /** The value of `LOG_LEVEL`; `fallback` if it is not set. */
  logLevel(text: string | undefined, fallback: string): string
  /** Reports any other problem, in one line. */
  problem(text: string): void
}

/** The values of `LOG_LEVEL`, from most to fewest messages. */
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/**
 * Reads a configuration and reports all its problems together.
 * @param read returns the configuration, using the reader's functions
 * @throws {ConfigError}
 * @example
 * const config = readConfig((read) => ({
 *   poolSize: read.wholeNumber('API_POOL_SIZE', env.API_POOL_SIZE, { min: 1, max: 500, fallback: 10 }),
 *   logLevel: read.logLevel(env.LOG_LEVEL, 'info'),
 * }))
 */
export function readConfig<T>(read: (reader: ConfigReader) => T): T {
  const problems: string[] = []
  const problem = (text: string) => void problems.push(text)
  const config = read({
    problem,
    wholeNumber(name, text, { min, max, fallback }) {
      if (!text) return fallback
      const value = wholeNumber(text, { min, max })
      if (value === null) problem(`${name} is not a whole number from ${min} to ${max}`)
      return value ?? fallback
    },
    logLevel(text, fallback) {
      const level = text || fallback
      if (!logLevels.some((known) => known === level)) {
        problem(`LOG_LEVEL is not one of ${logLevels.join(', ')}`)
      }
      return level
    },
  })
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/**
 * The whole number in a text of digits, within the range; null for any other text.
 * @example
 * const port = wholeNumber(options.port, { min: 0, max: 65_535 })
 */
export function wholeNumber(text: string, { min, max }: WholeNumberRange): number | null {
  const value = Number(text)
  return /^\d+$/.test(text) && value >= min && value <= max ? value : null
}
