import { defineConfig, mergeConfig } from 'vitest/config'
import { baseConfig } from './vitest.base.ts'

export default mergeConfig(
  baseConfig,
  defineConfig({
    test: { include: ['scripts/**/*.test.ts'], globalSetup: ['db-migrations/testing/global-setup'] },
  }),
)
