import { addCommand, type CommandLineContext } from 'cli-kit'
import type { Command } from 'commander'
import { reasonOption } from 'records'

/** `api keys …`. */
export function addKeyCommands(program: Command, { env, finish }: CommandLineContext): void {
  const commands = () => import('./keys.ts')
  const keys = program.command('keys').description('manage API keys')
  const tenant = ['--tenant <id>', 'the tenant (default: the only one)'] as const
  addCommand(keys, {
    name: 'create',
    description: 'create a key and print it; it cannot be shown again',
    examples: [
      'pnpm api keys create --name "Dispatch board"',
      'pnpm api keys create --name "Phone of Ada" --person 3',
      'pnpm api keys create --name "Booking site" --scope write:records,write:dispatch',
      'pnpm -s api keys create --tenant 1001001 --name Console --scope admin --expires-in-days 90 --json',
    ],
  })
    .requiredOption('--name <name>', 'name of the key, such as its user')
    .option(...tenant)
    .option(
      '--scope <scopes>',
      'of an app, with commas in between: read, write:dispatch, write:records, sync (request syncs), admin (everything) (default: read)',
    )
    .option('--person <id>', 'the person whose key it is; their role says what it allows')
    .option('--expires-in-days <n>', 'days until the key expires (default: never)')
    .option(...reasonOption)
    .action(async (options) => finish(await (await commands()).keysCreate(options, env, new Date())))
  addCommand(keys, {
    name: 'list',
    description: 'show keys, without their secrets',
    examples: ['pnpm api keys list', 'pnpm -s api keys list --json'],
  })
    .option('--tenant <id>', 'one tenant only')
    .action(async (options) => finish(await (await commands()).keysList(options, env, new Date())))
  addCommand(keys, {
    name: 'revoke',
    description: 'revoke keys immediately',
    examples: [
      'pnpm api keys revoke 3 --reason "Key of a lost tablet"',
      'pnpm api keys revoke 3 4 --tenant 1001001',
    ],
  })
    .argument('<id...>', 'numbers of the keys, as shown by list')
    .option(...tenant)
    .option(...reasonOption)
    .action(async (ids, options) =>
      finish(await (await commands()).keysRevoke(ids, options, env, new Date())),
    )
  addCommand(keys, {
    name: 'link',
    description: 'print a link that signs one browser in to the console, once, within five minutes',
    examples: [
      'pnpm api keys link 3',
      'pnpm -s api keys link 3 --tenant 1001001 --url https://data.example.com --json',
    ],
  })
    .argument('<id>', 'number of the key, as shown by list')
    .option(...tenant)
    .option(...reasonOption)
    .option('--url <url>', 'address of the console (default: http://127.0.0.1, with API_PORT or 8080)')
    .action(async (id, options) => finish(await (await commands()).keysLink(id, options, env, new Date())))
}
