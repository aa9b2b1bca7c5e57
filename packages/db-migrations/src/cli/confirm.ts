import { createInterface } from 'node:readline/promises'
import { MigrationError } from '../errors.ts'

/**
 * Asks on a terminal.
 * @param refused what to say when the answer is no
 * @throws {MigrationError} `USAGE` when the answer is no, or there is no terminal to ask on
 */
export async function confirm(question: string, refused: string, signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new MigrationError('USAGE', `${question} Say --yes to do so without a terminal.`)
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal })
    if (!/^y(es)?$/i.test(answer.trim())) throw new MigrationError('USAGE', refused)
  } finally {
    terminal.close()
  }
}
