import { defineConfig, mergeConfig } from 'vitest/config'
import { baseConfig } from '../../vitest.base.ts'

export default mergeConfig(
  baseConfig,
  // One stack and one browser for all files: they run one after another, and each makes what it changes.
  defineConfig({ test: { globalSetup: ['test/stack/global-setup.ts'], fileParallelism: false } }),
)
