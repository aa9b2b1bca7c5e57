/**
 * Receives the client's log messages. A pino logger fits. No secret is ever passed to it.
 *
 * @example
 * ```ts
 * const client = createServiceTitanClient({ ...credentials, logger: pino() })
 * ```
 */
export interface Logger {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

const ignore = (): void => {}

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore }
