export { addCommand, createCommandLine } from './command.ts'
export { type Ask, confirm, terminalAsk } from './confirm.ts'
export {
  ConfigError,
  type ConfigReader,
  readConfig,
  type WholeNumberRange,
  wholeNumber,
} from './environment/config.ts'
export { isReadableByOthers, readEnvFile } from './environment/env-file.ts'
export { type Env, environmentFile, readEnvironment } from './environment/environment.ts'
export { repositoryRoot } from './environment/repository-root.ts'
export { errorText } from './error-text.ts'
export { exitCode } from './exit-codes.ts'
export { listenError } from './listen-error.ts'
export { type Operator, readOperator } from './operator.ts'
export { isOutputClosed, notice, type OutputOptions, print, printResult } from './output.ts'
export { type CommandLine, type CommandLineContext, runCommandLine } from './run-command-line.ts'
export { exitSoon, type StopSignalOptions, stopSignal } from './stop-signal.ts'
export { counted, formatCount } from './text/counted.ts'
export { toInstant } from './text/instant.ts'
export { renderTable } from './text/text-table.ts'
export { UsageError } from './usage-error.ts'
