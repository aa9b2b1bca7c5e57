import { runMain } from 'cli-kit/main'

await runMain(import.meta.url, async () => (await import('./cli/program.ts')).commandLine)
