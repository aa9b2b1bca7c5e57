/** Options that every command has. */
export interface OutputOptions {
  readonly json?: boolean
  readonly verbose?: boolean
}

/** The output streams of a command. */
export interface Output {
  /** Writes a line of the result to standard output. */
  print(line: string): void
  /** Writes a line about progress or an error to standard error. */
  notice(line: string): void
}

/**
 * Writes a line to standard output, which is reserved for the result of a command.
 * @example
 * print(key)
 */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/**
 * Writes a line to standard error: progress, warnings, errors.
 * @example
 * notice('warning: the file can be read by every account on this machine')
 */
export function notice(line: string): void {
  process.stderr.write(`${line}\n`)
}

/**
 * Prints the result of a command: one line of JSON with `--json`, else the text.
 * @example
 * printResult(options, { ok: true, tenants }, renderTenants(tenants))
 */
export function printResult({ json }: OutputOptions, value: object, text: string): void {
  print(json ? JSON.stringify(value) : text)
}

/**
 * Whether the reader of standard output has closed it: a command without an end, such as one that follows a feed, ends
 * then.
 * @example
 * while (!isOutputClosed()) print(await nextChange())
 */
export function isOutputClosed(): boolean {
  return isClosed
}

let isClosed = false

/**
 * Lets a reader, such as `head`, close the output early. The command still finishes its work: a migration must not stop
 * half-way because its output is no longer read.
 */
export function allowClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      if (stream === process.stdout) isClosed = true
    })
  }
}

/** The standard streams of the process. */
export const processOutput: Output = { print, notice }
