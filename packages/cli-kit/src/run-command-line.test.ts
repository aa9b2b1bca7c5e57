import { expect, test } from 'vitest'
import { addCommand, createCommandLine } from './command.ts'
import { ConfigError } from './environment/config.ts'
import { type CommandLine, runCommandLine } from './run-command-line.ts'
import { UsageError } from './usage-error.ts'

async function run(argv: string[], error: unknown, more: Partial<CommandLine> = {}) {
  const printed: string[] = []
  const noticed: string[] = []
  const output = {
    print: (line: string) => printed.push(line),
    notice: (line: string) => noticed.push(line),
  }
  const commandLine: CommandLine = {
    createProgram() {
      const program = createCommandLine({ name: 'test', description: 'Tests.', help: '', output })
      addCommand(program, { name: 'fail', description: 'fails', examples: ['test fail'] }).action(() => {
        throw error
      })
      return program
    },
    ...more,
  }
  const code = await runCommandLine(commandLine, { argv, env: () => ({}), version: '1.2.3', output })
  return { code, printed, noticed }
}

test.each([
  [new Error('broken'), 1],
  [new UsageError('choose one'), 2],
  [new ConfigError(['X is not set']), 2],
  ['a text', 1],
  [null, 1],
])('the command ends with the exit code of its error: %s, %d', async (error, code) => {
  expect((await run(['fail'], error)).code).toBe(code)
})

test('an app can map its own errors to exit codes and add details', async () => {
  const error = new Error('another process is running')
  const more = { exitCodeOf: () => 5, detailsOf: () => 'pid 12' }
  expect(await run(['fail'], error, more)).toEqual({
    code: 5,
    printed: [],
    noticed: ['error: another process is running', 'pid 12'],
  })
})

test('an error is printed as one line with the hint of PostgreSQL', async () => {
  const error = Object.assign(new Error('no such\n  role'), { hint: 'Create it.', code: '42704' })
  const { printed, noticed } = await run(['fail', '--json'], error)
  expect(noticed).toEqual(['error: no such role. Create it.'])
  expect(printed.map((line) => JSON.parse(line))).toEqual([
    { ok: false, error: { code: '42704', message: 'no such role. Create it.' } },
  ])
})

test('--verbose adds the stacks of the error and its causes without their properties', async () => {
  const cause = Object.assign(new Error('the cause'), { url: 'postgres://a:hidden@b/c' })
  const { noticed } = await run(['fail', '--verbose'], new Error('the error', { cause }))
  expect(noticed.join('\n')).toMatch(
    /^error: the error\nError: the error\n +at .*caused by:\nError: the cause\n +at /s,
  )
  expect(noticed.join('\n')).not.toContain('hidden')
})

test('--version and --help end with 0', async () => {
  expect(await run(['--version'], null)).toEqual({ code: 0, printed: ['1.2.3'], noticed: [] })
  expect(await run(['--help'], null)).toMatchObject({ code: 0, noticed: [] })
})

test('an unknown option exits with 2, refers to --help, and is an object with --json', async () => {
  const { code, printed, noticed } = await run(['fail', '--bogus', '--json'], null)
  expect(code).toBe(2)
  expect(noticed.join('\n')).toContain('--help')
  expect(printed.map((line) => JSON.parse(line))).toEqual([
    { ok: false, error: { code: 'USAGE', message: "unknown option '--bogus'" } },
  ])
})
