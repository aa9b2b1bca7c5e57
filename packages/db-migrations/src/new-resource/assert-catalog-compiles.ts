import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { MigrationError } from '../errors.ts'

/** One error of the compiler, with its file, line and column as an editor opens them. */
interface CompileError {
  readonly at: string
  readonly message: string
}

/**
 * Asserts that the catalog compiles, before it is imported: Node's own errors of a file that is being written name
 * neither the file nor the line. Takes about a second.
 * @param project the folder of the catalog
 * @throws {MigrationError} `USAGE` with the file and line of the first error, and the others in `details`
 */
export async function assertCatalogCompiles(project = catalogFolder()): Promise<void> {
  const child = spawn(process.execPath, [compilerPath(), '-p', project, '--noEmit', '--pretty', 'false'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const errors = parseErrors(await text(child.stdout), project)
  const [first, ...others] = errors
  if (!first) return
  const more = others.length > 0 ? ` (and ${others.length} more, below)` : ''
  throw new MigrationError(
    'USAGE',
    `The catalog does not compile: ${first.at}: ${first.message}${more} Complete the file, or run pnpm --filter catalog generate if one was added or removed. Nothing was written.`,
    others.length > 0 ? { details: others.map(({ at, message }) => `${at}: ${message}`).join('\n') } : {},
  )
}

/** Errors of a resource's own file come first: those of other files follow from them. */
function parseErrors(output: string, project: string): CompileError[] {
  const errors = output.split('\n').flatMap((line): CompileError[] => {
    const groups = /^(?<file>[^(]+)\((?<line>\d+),(?<column>\d+)\): error TS\d+: (?<message>.*)$/.exec(
      line.trimEnd(),
    )?.groups
    if (!groups) return []
    const file = relative(process.env.INIT_CWD ?? process.cwd(), join(project, groups.file ?? ''))
    return [{ at: `${file}:${groups.line}:${groups.column}`, message: groups.message ?? '' }]
  })
  const isOwn = ({ at }: CompileError) => /[\\/]src[\\/]resources[\\/]/.test(at)
  return [...errors.filter(isOwn), ...errors.filter((error) => !isOwn(error))]
}

function catalogFolder(): string {
  return fileURLToPath(new URL('../', import.meta.resolve('catalog')))
}

function compilerPath(): string {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
  return join(dirname(manifest), 'bin', 'tsc')
}
