// A command line as a process, to test signals, closed pipes and exit codes.
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import {
  addCommand,
  type CommandLine,
  ConfigError,
  createCommandLine,
  exitSoon,
  isOutputClosed,
  print,
  stopSignal,
} from '../src/index.ts'
import { runMain } from '../src/main.ts'

const commandLine: CommandLine = {
  createProgram({ env, finish }) {
    const program = createCommandLine({
      name: 'fixture',
      description: 'For tests.',
      help: '\nExit codes: all.',
    })
    const add = (name: string) =>
      addCommand(program, { name, description: name, examples: [`fixture ${name}`] })
    add('end')
      .argument('<code>')
      .action((code) => finish(Number(code)))
    add('env')
      .argument('<name>')
      .action((name) => print(env[name] ?? 'not set'))
    add('misconfigured').action(() => {
      throw new ConfigError(['A is not set', 'B is not a number'])
    })
    add('busy').action(() => {
      throw new RangeError('another process is running')
    })
    add('lines').action(() => {
      for (let line = 0; line < 100_000; line += 1) print(`line ${line}`)
    })
    // Prints, works until its standard input ends, and prints again.
    add('work').action(async () => {
      print('begun')
      await once(process.stdin.resume(), 'end')
      for (let line = 0; line < 1_000; line += 1) print(`line ${line}`)
      await setImmediate()
      process.stderr.write(`finished, output closed: ${isOutputClosed()}\n`)
    })
    // Drains until its standard input ends.
    add('serve')
      .option('--deadline <ms>', 'deadline', Number)
      .action(async ({ deadline }) => {
        const signal = stopSignal({ note: 'Pages stay.', ...(deadline && { deadlineMs: deadline }) })
        const ended = once(process.stdin.resume(), 'end')
        print('serving')
        if (!signal.aborted) await once(signal, 'abort')
        print(signal.reason.message)
        await ended
        print('drained')
      })
    add('leak').action(() => {
      setInterval(() => undefined, 1_000)
      finish(4)
      exitSoon(50)
    })
    return program
  },
  exitCodeOf: (error) => (error instanceof RangeError ? 5 : undefined),
}

await runMain(import.meta.url, async () => commandLine)
