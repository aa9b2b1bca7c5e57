import type { Ask, Env } from 'cli-kit'

/** Everything the commands touch outside, so that tests can stand in for it. */
export type CliIo = {
  env: Env
  /** Writes a line to standard output: the command's result, and nothing else. */
  out(line: string): void
  /** Writes a line to standard error: what happens meanwhile, and errors. */
  note(line: string): void
  /** Prompts on the terminal; undefined when there is none. */
  ask: Ask | undefined
  /** Milliseconds since 1970. */
  now(): number
}

/** The same, and where a command leaves its exit code. */
export type CommandIo = CliIo & { finish(code: number): void }
