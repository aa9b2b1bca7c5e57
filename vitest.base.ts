import { fileURLToPath } from 'node:url'
import type { ViteUserConfig } from 'vitest/config'

/**
 * What every package's vitest.config.ts shares. The JSON report is what `scripts/test.ts` sums up.
 * The timeouts only catch a hang: no test asserts how long something takes.
 */
export const baseConfig = {
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    // For the commands that tests start: loading TypeScript takes most of their time.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)) },
    // What `expect.poll` waits for happens some time; the test's own limit catches what never does.
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default', ['json', { outputFile: '.vitest/report.json' }]],
  },
} satisfies ViteUserConfig
