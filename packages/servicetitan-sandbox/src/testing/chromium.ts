import { existsSync } from 'node:fs'
import type { LaunchOptions } from 'playwright-core'

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * Options to launch the installed Chromium, or the one at `CHROMIUM_PATH`.
 *
 * @throws if there is none: the tests then fail instead of being skipped
 */
export const chromiumOptions = (): LaunchOptions => {
  const executablePath = process.env.CHROMIUM_PATH ?? usualPaths.find((path) => existsSync(path))
  if (!executablePath || !existsSync(executablePath)) {
    throw new Error(
      `${executablePath ?? 'Chromium'} was not found. Install it with scripts/install-test-tools.sh (Debian, as root), or set CHROMIUM_PATH.`,
    )
  }
  // Chromium does not start its sandbox as root.
  return { executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }
}
