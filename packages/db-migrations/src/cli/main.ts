import { runMain } from 'cli-kit/main'

await runMain(import.meta.url, async () => (await import('./program.ts')).commandLine)
