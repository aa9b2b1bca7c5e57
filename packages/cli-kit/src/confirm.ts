import { createInterface } from 'node:readline/promises'
import { notice, UsageError } from './output.ts'

/** Asks whether to go on. @throws {UsageError} where nobody can be asked */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('Nobody can be asked here: add --yes.')
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  try {
    if (/^y(es)?$/i.test((await reader.question(`${question} [y/N] `, { signal })).trim())) return true
    notice('Nothing was changed.')
    return false
  } finally {
    reader.close()
  }
}
