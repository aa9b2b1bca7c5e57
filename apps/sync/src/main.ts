import { enableCompileCache } from 'node:module'
import { collectLess } from './heap.ts'

// Types are stripped from every file at every start; the cache spares that from the second start on.
enableCompileCache()
collectLess()
// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
const { readEnvironment } = await import('local-postgres')
const { reportError } = await import('./cli/output.ts')
const { createProgram } = await import('./cli/program.ts')

try {
  await createProgram(readEnvironment(), (code) => {
    process.exitCode = code
  }).parseAsync()
} catch (error) {
  process.exitCode = reportError(error, process.argv)
}
