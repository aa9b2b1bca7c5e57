import { defineConfig, mergeConfig } from 'vitest/config'
import { baseConfig } from '../../vitest.base.ts'

export default mergeConfig(
  baseConfig,
  // All files share one stack and one browser, so they run one after another; each creates the rows that it changes.
  defineConfig({ test: { globalSetup: ['test/stack/global-setup.ts'], fileParallelism: false } }),
)
