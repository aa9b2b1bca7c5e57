import { type DestinationStream, type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/** Properties that are never logged, wherever they are: in what is logged, in an object of it, or one deeper. */
const secretNames = ['appKey', 'authorization', 'clientId', 'clientSecret', 'password', 'secret']
const redacted = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/**
 * A logger that writes to stderr, as JSON or, on a terminal, for people; stdout belongs to a command's result.
 * Properties that are secrets are replaced by `[redacted]`.
 * @param level how much is logged, a level of pino's, or `silent`
 * @param destination where to instead of stderr, as JSON
 * @example
 * const logger = createLogger('info')
 * logger.warn({ tenant: '1001001' }, 'circuit is open')
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, redact: { paths: redacted, censor: '[redacted]' } }
  if (destination) return pino(options, destination)
  return process.stderr.isTTY
    ? pino(options, pretty({ destination: 2, sync: true }))
    : pino(options, pino.destination({ dest: 2, sync: true }))
}
