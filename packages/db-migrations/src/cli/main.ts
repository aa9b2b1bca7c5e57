import { enableCompileCache } from 'node:module'

// Types are stripped from every file at every start; the cache spares that from the second start on.
enableCompileCache()
// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
const { reportError } = await import('./output.ts')
const { createProgram } = await import('./program.ts')

const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => stop.abort(new Error(`Stopped by ${name}; what was committed stays.`)))
}

try {
  await createProgram(stop.signal, (code) => {
    process.exitCode = code
  }).parseAsync()
} catch (error) {
  process.exitCode = reportError(error, process.argv)
}
