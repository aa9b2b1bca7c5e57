import { addCommand, type CommandLineContext } from 'cli-kit'
import type { Command } from 'commander'
import { reasonOption } from 'records'

/** `api people …`. */
export function addPeopleCommands(program: Command, { env, finish }: CommandLineContext): void {
  const commands = () => import('./people.ts')
  const people = program.command('people').description('manage the persons who use LAZI, and their roles')
  const tenant = ['--tenant <id>', 'the tenant (default: the only one)'] as const
  const role = 'reader, dispatcher, office or admin'
  addCommand(people, {
    name: 'add',
    description: 'add a person; `api keys create --person` then creates a key',
    examples: [
      'pnpm api people add --name "Ada Park" --email ada@example.com --role dispatcher',
      'pnpm -s api people add --tenant 1001001 --name "Ben Ortiz" --role office --json',
    ],
  })
    .requiredOption('--name <name>', 'name of the person, as it is shown and recorded')
    .requiredOption('--role <role>', role)
    .option('--email <address>', 'e-mail address of the person')
    .option(...tenant)
    .option(...reasonOption)
    .action(async (options) => finish(await (await commands()).peopleAdd(options, env, new Date())))
  addCommand(people, {
    name: 'list',
    description: 'show the persons, with their roles',
    examples: ['pnpm api people list', 'pnpm -s api people list --tenant 1001001 --json'],
  })
    .option('--tenant <id>', 'one tenant only')
    .action(async (options) => finish(await (await commands()).peopleList(options, env)))
  addCommand(people, {
    name: 'set',
    description: 'change name, e-mail address or role of a person',
    examples: [
      'pnpm api people set 3 --role office --reason "Takes calls now"',
      'pnpm api people set 3 --name "Ada Park-Lee" --email ""',
    ],
  })
    .argument('<id>', 'number of the person, as shown by list')
    .option('--name <name>', 'name of the person')
    .option('--email <address>', 'e-mail address; an empty one removes it')
    .option('--role <role>', role)
    .option(...tenant)
    .option(...reasonOption)
    .action(async (id, options) => finish(await (await commands()).peopleSet(id, options, env, new Date())))
  for (const [name, isActive, description] of [
    ['deactivate', false, 'refuse all keys and sessions of a person, until they are activated again'],
    ['activate', true, 'accept the keys of a deactivated person again'],
  ] as const) {
    addCommand(people, {
      name,
      description,
      examples: [`pnpm api people ${name} 3`, `pnpm -s api people ${name} 3 --tenant 1001001 --json`],
    })
      .argument('<id>', 'number of the person, as shown by list')
      .option(...tenant)
      .option(...reasonOption)
      .action(async (id, options) =>
        finish(await (await commands()).peopleActivate(id, isActive, options, env, new Date())),
      )
  }
}
