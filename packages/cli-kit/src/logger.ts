import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/** Logs go to stderr, as JSON or, on a terminal, for people; stdout belongs to a command's result. */
export function createLogger(level: string): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: [
        'clientSecret',
        'clientId',
        'appKey',
        'password',
        'authorization',
        '*.clientSecret',
        '*.authorization',
      ],
      censor: '[redacted]',
    },
  }
  return process.stderr.isTTY
    ? pino(options, pretty({ destination: 2, sync: true }))
    : pino(options, pino.destination({ dest: 2, sync: true }))
}
