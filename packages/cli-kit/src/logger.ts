import { createRequire } from 'node:module'
import { type DestinationStream, type Logger, pino } from 'pino'

/** Properties that are never logged, on the first three levels of the logged object. */
const secretNames = ['appKey', 'authorization', 'clientId', 'clientSecret', 'password', 'secret']
const redacted = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/**
 * A logger that writes to stderr, as JSON or, on a terminal, as readable text; stdout is reserved for a command's
 * result. Secret properties are replaced by `[redacted]`.
 * @param level the lowest level that is logged, one of pino's, or `silent`
 * @param destination receives JSON instead of stderr
 * @example
 * const logger = createLogger('info')
 * logger.warn({ tenant: '1001001' }, 'circuit is open')
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, redact: { paths: redacted, censor: '[redacted]' } }
  if (destination) return pino(options, destination)
  return pino(options, process.stderr.isTTY ? readable() : pino.destination({ dest: 2, sync: true }))
}

/** Loaded on a terminal only: elsewhere it would be a quarter of what a command loads. */
function readable(): DestinationStream {
  const pretty: typeof import('pino-pretty') = createRequire(import.meta.url)('pino-pretty')
  return pretty({ destination: 2, sync: true })
}
