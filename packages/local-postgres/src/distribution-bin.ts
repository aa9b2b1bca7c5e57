import { globSync } from 'node:fs'

/**
 * The folder of the programs of the newest PostgreSQL that the Linux distribution installed, where Debian and Ubuntu put
 * them.
 * @throws Error that says how to install it
 * @example
 * ```ts
 * await using server = await startTemporaryPostgres({ bin: distributionBin() })
 * ```
 */
export function distributionBin(): string {
  const versionOf = (bin: string) => Number(bin.split('/').at(-2))
  const [newest] = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) => versionOf(b) - versionOf(a))
  if (newest !== undefined) return newest
  throw new Error(
    'The PostgreSQL server of the distribution is not installed. Run: sudo scripts/install-test-tools.sh',
  )
}
