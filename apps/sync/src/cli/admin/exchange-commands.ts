import { addCommand, type CommandLineContext } from 'cli-kit'
import type { Command } from 'commander'
import { reasonOption } from 'records'
import { stop, tenant } from '../shared-options.ts'

/** `sync outbox` and `sync conflicts`: what differs where both sides change records. */
export function addExchangeCommands(program: Command, { env, finish }: CommandLineContext): void {
  const commands = () => import('./exchange.ts')
  const ofTenant = ['--tenant <id>', 'the tenant (required)'] as const
  const outbox = program.command('outbox').description('changes of people that ServiceTitan lacks')
  addCommand(outbox, {
    name: 'list',
    description: 'list the records with changes to send, those that wait for a person first',
    examples: ['pnpm sync outbox list', 'pnpm sync outbox list --state failed blocked'],
  })
    .option(...tenant)
    .option('--state <states...>', 'only these: pending, sending, unknown, blocked, failed')
    .action(async (options) => finish(await (await commands()).outboxList(options, env)))
  addCommand(outbox, {
    name: 'retry',
    description: 'send a record again that ServiceTitan has refused, or that waits',
    examples: ['pnpm sync outbox retry customers 0f8c3b1e-0000-8000-8000-000000000001 --tenant 1001001'],
  })
    .argument('<table>', 'such as customers')
    .argument('<id>', "LAZI's id of the record")
    .requiredOption(...ofTenant)
    .option(...reasonOption)
    .action(async (table, id, options) =>
      finish(await (await commands()).outboxRetry(table, id, options, env)),
    )
  addCommand(outbox, {
    name: 'drop',
    description: "give up the changes of a record that ServiceTitan lacks: LAZI takes ServiceTitan's values",
    examples: ['pnpm sync outbox drop customers 0f8c3b1e-0000-8000-8000-000000000001 --tenant 1001001'],
  })
    .argument('<table>', 'such as customers')
    .argument('<id>', "LAZI's id of the record")
    .requiredOption(...ofTenant)
    .option(...reasonOption)
    .action(async (table, id, options) =>
      finish(await (await commands()).outboxDrop(table, id, options, env)),
    )
  const conflicts = program.command('conflicts').description('fields that both sides have changed')
  addCommand(conflicts, {
    name: 'list',
    description: 'list the open conflicts, the oldest first',
    examples: ['pnpm sync conflicts list'],
  })
    .option(...tenant)
    .action(async (options) => finish(await (await commands()).conflictsList(options, env)))
  addCommand(conflicts, {
    name: 'decide',
    description: "decide conflicts: LAZI's value is sent, or ServiceTitan's is taken over",
    examples: [
      'pnpm sync conflicts decide 0f8c3b1e-0000-7000-8000-000000000001 --take lazi --tenant 1001001',
      'pnpm sync conflicts decide --all --table customers --field name --take servicetitan --tenant 1001001',
    ],
  })
    .argument('[id]', 'the conflict; none: --all')
    .option('--all', 'all open conflicts, or those of --table and --field')
    .option('--table <name>', 'with --all: of this table only, such as customers')
    .option('--field <name>', 'with --all: of this field only, such as name')
    .option('--yes', 'with --all: skip the confirmation')
    .requiredOption('--take <side>', 'whose value stays: lazi, servicetitan')
    .requiredOption(...ofTenant)
    .option(...reasonOption)
    .action(async (id, options) =>
      finish(await (await commands()).conflictsDecide(id, options, { env, signal: stop() })),
    )
}
