import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from 'cli-kit'

/** The last commit without schema lazi and without former values in `raw.changes`. */
const EARLIER_COMMIT = '1d76cff0515fecb3ecdb02c68d3dffd6d8435773'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const benchFolder = join('apps', 'sync', 'bench')

/** A checkout of the earlier commit, with its own dependencies and with this benchmark. */
export interface EarlierTree extends AsyncDisposable {
  readonly directory: string
}

/**
 * Checks the earlier commit out into a temporary worktree, installs its dependencies, and replaces its benchmarks by
 * these, so that one program measures both.
 * @throws {UsageError} when git does not have the commit, or the dependencies cannot be installed
 */
export async function checkOutEarlier(): Promise<EarlierTree> {
  if (run('git', ['cat-file', '-e', `${EARLIER_COMMIT}^{commit}`], root) !== null) {
    throw new UsageError(
      `This copy of the repository does not have commit ${EARLIER_COMMIT.slice(0, 7)}, which is compared: fetch the whole history (git fetch --unshallow), or leave the parts first, wal and board out (--only).`,
    )
  }
  const parent = await mkdtemp(join(tmpdir(), 'lazi-bench-'))
  const directory = join(parent, 'earlier')
  const remove = async () => {
    run('git', ['worktree', 'remove', '--force', directory], root)
    await rm(parent, { recursive: true, force: true })
    run('git', ['worktree', 'prune'], root)
  }
  // Otherwise git would know a worktree of which only the folder is left.
  const onSignal = () => void remove().finally(() => process.exit(1))
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    const problem =
      run('git', ['worktree', 'add', '--detach', directory, EARLIER_COMMIT], root) ??
      run(...pnpm(['install', '--frozen-lockfile', '--prefer-offline']), directory)
    if (problem !== null) throw new UsageError(`The earlier commit cannot be checked out: ${problem}`)
    await rm(join(directory, benchFolder), { recursive: true })
    await cp(join(root, benchFolder), join(directory, benchFolder), { recursive: true })
  } catch (error) {
    await remove()
    throw error
  }
  return { directory, [Symbol.asyncDispose]: remove }
}

/** The pnpm that runs this benchmark, or one from npm. */
function pnpm(args: readonly string[]): [string, string[]] {
  const own = process.env.npm_execpath
  if (!own?.includes('pnpm')) return ['npx', ['-y', 'pnpm@12', ...args]]
  return /\.[cm]?js$/.test(own) ? [process.execPath, [own, ...args]] : [own, [...args]]
}

/** Runs a command to its end. @returns the last line of its output if it failed; null: it succeeded */
function run(command: string, args: readonly string[], cwd: string): string | null {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status === 0) return null
  if (error) return error.message
  return `${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? `${command} ended with code ${status}.`
}
