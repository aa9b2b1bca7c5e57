import type { Ask, Env } from 'cli-kit'

/** The commands' access to the outside, which tests replace. */
export type CliIo = {
  env: Env
  /** Writes a line of the command's result to standard output. */
  out(line: string): void
  /** Writes a line about progress or an error to standard error. */
  note(line: string): void
  /** Prompts on the terminal; undefined without one. */
  ask: Ask | undefined
  /** Milliseconds since 1970. */
  now(): number
}

/** The same, with a function that sets the command's exit code. */
export type CommandIo = CliIo & { finish(code: number): void }
