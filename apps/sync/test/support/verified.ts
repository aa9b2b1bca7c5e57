import { expect } from 'vitest'
import { type Account, tenantId } from './account.ts'
import { runHere } from './command.ts'

/** Expects that the records of the account are what the entries about them say. */
export async function expectVerified({ env }: Pick<Account, 'env'>): Promise<void> {
  const { stdout } = await runHere(['audit', 'verify', '--state', '--tenant', tenantId, '--json'], env)
  const { logs } = JSON.parse(stdout) as { logs: { findings: unknown[] }[] }
  expect(logs.flatMap(({ findings }) => findings)).toEqual([])
}
