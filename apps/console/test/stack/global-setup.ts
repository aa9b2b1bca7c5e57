import startPostgres from 'db-migrations/testing/global-setup'
import pg from 'pg'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { chromiumOptions } from './chromium.ts'
import { type Stack, startStack } from './start-stack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly stack: Stack
    /** The WebSocket address of the browser that all tests share. */
    readonly browser: string
  }
}

/** Vitest global setup: builds the console, and starts a browser, PostgreSQL and the stack behind the console. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const resources = new AsyncDisposableStack()
  try {
    const browser = await chromium.launchServer(chromiumOptions())
    resources.defer(() => browser.close())
    resources.defer(await startPostgres(project))
    await build({ root: new URL('../..', import.meta.url).pathname, logLevel: 'warn' })
    const { url, template } = project.getProvidedContext().testPostgres
    project.provide('stack', await startStack(await cloneDatabase(url, template, resources), resources))
    project.provide('browser', browser.wsEndpoint())
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
  return () => resources.disposeAsync()
}

async function cloneDatabase(url: string, template: string, resources: AsyncDisposableStack) {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  resources.defer(() => admin.end())
  const name = `${template}_console`
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  resources.defer(async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
  })
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}
