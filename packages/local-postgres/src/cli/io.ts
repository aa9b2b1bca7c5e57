/** Everything the commands touch outside, so that tests can stand in for it. */
export type CliIo = {
  env: Record<string, string | undefined>
  /** Writes a line to standard output: what was asked for, and nothing else. */
  out(line: string): void
  /** Writes a line to standard error: what happens meanwhile, and errors. */
  note(line: string): void
  /** Asks on the terminal; undefined when there is none. */
  ask: ((question: string) => Promise<string>) | undefined
  /** Milliseconds since 1970. */
  now(): number
}

export type CommonOptions = { json?: boolean; verbose?: boolean }

/** Ends the command with this exit code after everything was said. */
export class ExitRequest extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`exit ${exitCode}`)
    this.exitCode = exitCode
  }
}
