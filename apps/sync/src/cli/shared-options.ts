import { type StopSignalOptions, stopSignal } from 'cli-kit'

/** The option of commands that are about one tenant, or all. */
export const tenant = ['--tenant <id>', 'one tenant only'] as const

/** The first signal stops after the current page; a second one exits immediately. Committed pages are never lost. */
export const stop = (options: StopSignalOptions = {}) =>
  stopSignal({ ...options, note: 'The next run resumes after the last committed page.' })
