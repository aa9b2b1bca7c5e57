import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of the checkout, found from this file, not from the working directory, so that it is the same for every
 * command; undefined outside a checkout, where this code is deployed.
 * @example
 * const data = join(repositoryRoot() ?? process.cwd(), '.data')
 */
export function repositoryRoot(): string | undefined {
  let directory = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(directory, 'pnpm-workspace.yaml'))) {
    const parent = dirname(directory)
    if (parent === directory) return undefined
    directory = parent
  }
  return directory
}
