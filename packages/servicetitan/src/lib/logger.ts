/**
 * Where the client reports what it does. A pino logger fits. Nothing secret is ever handed to it.
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
