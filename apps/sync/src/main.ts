import { runMain } from 'cli-kit/main'
import { collectLess } from './heap.ts'

collectLess()
await runMain(import.meta.url, async () => (await import('./cli/program.ts')).commandLine)
