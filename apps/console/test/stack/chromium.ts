import { existsSync } from 'node:fs'
import type { LaunchOptions } from 'playwright-core'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * How to launch the machine's Chromium; `CHROMIUM_PATH` names another one.
 * @throws when there is none: that fails the tests, it never skips them
 */
export function chromiumOptions(): LaunchOptions {
  const executablePath = process.env.CHROMIUM_PATH ?? places.find((path) => existsSync(path))
  if (!executablePath || !existsSync(executablePath)) {
    throw new Error(
      `${executablePath ?? 'Chromium'} was not found. Install it with scripts/install-test-tools.sh (Debian, as root), or set CHROMIUM_PATH.`,
    )
  }
  // Root has no sandbox to put a browser into.
  return { executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }
}
