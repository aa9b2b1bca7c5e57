import { createInterface } from 'node:readline/promises'
import { UsageError } from './usage-error.ts'

/** Prompts on a terminal and returns the answer. */
export type Ask = (question: string, signal?: AbortSignal) => Promise<string>

interface ConfirmOptions {
  /** Prompts the user; null: there is no terminal. @default the terminal of the process, if it has one */
  readonly ask?: Ask | null
  /** The error message without a terminal. @default 'Not a terminal: add --yes to confirm.' */
  readonly withoutTerminal?: string
  /** Cancels the prompt. */
  readonly signal?: AbortSignal
}

/**
 * Prompts for confirmation; only `y` and `yes` confirm.
 * @throws {UsageError} when there is no terminal
 * @throws the signal's reason when it aborts
 * @example
 * if (!options.yes && !(await confirm('Delete all rows?', { signal }))) return exitCode.error
 */
export async function confirm(
  question: string,
  {
    ask = terminalAsk(),
    withoutTerminal = 'Not a terminal: add --yes to confirm.',
    signal,
  }: ConfirmOptions = {},
): Promise<boolean> {
  if (!ask) throw new UsageError(withoutTerminal)
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, signal)).trim())
}

/**
 * Prompts on standard error and reads answers from standard input; null if standard input is not a terminal.
 * @example
 * const answer = await terminalAsk()?.('Which tenant? ')
 */
export function terminalAsk(): Ask | null {
  if (!process.stdin.isTTY) return null
  return async (question, signal) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return await (signal ? terminal.question(question, { signal }) : terminal.question(question))
    } finally {
      terminal.close()
    }
  }
}
