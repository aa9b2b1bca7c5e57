import { addCommand, type CommandLineContext } from 'cli-kit'
import type { Command } from 'commander'
import { reasonOption } from 'records'
import { stop, tenant } from '../shared-options.ts'

const discard = ['--discard', 'give up changes that ServiceTitan lacks: its values are taken over'] as const
const ofTenant = ['--tenant <id>', 'the tenant (required)'] as const

/** `sync domains`: which side owns which records. */
export function addDomainCommands(program: Command, context: CommandLineContext): void {
  const { env, finish } = context
  const commands = () => import('./domains.ts')
  const domains = program.command('domains').description('which side owns which records, and switching it')
  addCommand(domains, {
    name: 'list',
    description: 'list which side owns the records of each domain',
    examples: ['pnpm sync domains list'],
  })
    .option(...tenant)
    .action(async (options) => finish(await (await commands()).domainsList(options, env)))
  addCommand(domains, {
    name: 'plan',
    description: 'say what a switch would do; changes nothing',
    examples: ['pnpm sync domains plan customers,jobs lazi --tenant 1001001'],
  })
    .argument('<domains>', 'the domains, separated by commas')
    .argument('<mode>', 'whose they are: servicetitan, hybrid (both sides change them), lazi')
    .requiredOption(...ofTenant)
    .option(...discard)
    .action(async (names, mode, options) =>
      finish(await (await commands()).domainsPlan(names, mode, options, env)),
    )
  addCommand(domains, {
    name: 'set',
    description: 'switch domains: to both sides and back, or to LAZI, from where there is no way back yet',
    examples: [
      'pnpm sync domains set customers hybrid --tenant 1001001',
      'pnpm sync domains set customers servicetitan --tenant 1001001 --plan',
      'pnpm sync domains set customers,jobs lazi --tenant 1001001 --reason "Moving to LAZI"',
    ],
  })
    .argument('<domains>', 'the domains, separated by commas')
    .argument('<mode>', 'whose they are: servicetitan, hybrid (both sides change them), lazi')
    .requiredOption(...ofTenant)
    .option(...reasonOption)
    .option('--plan', 'only say what it would do, as plan does')
    .option('--wait <seconds>', 'how long to wait for changes that are still to be sent', '600')
    .option(...discard)
    .option('--yes', 'skip the confirmation')
    .action(async (names, mode, options) =>
      finish(await (await commands()).domainsSet(names, mode, options, { env, signal: stop() })),
    )
  addCommand(domains, {
    name: 'new',
    description: "list ServiceTitan's new records in domains that LAZI owns",
    examples: ['pnpm sync domains new --tenant 1001001'],
  })
    .requiredOption(...ofTenant)
    .action(async (options) => finish(await (await commands()).domainsNew(options, env)))
  addCommand(domains, {
    name: 'adopt',
    description: 'take over a new record of ServiceTitan, with those that belong to it',
    examples: ['pnpm sync domains adopt jobs 40233 --tenant 1001001'],
  })
    .argument('<table>', 'such as customers or jobs')
    .argument('<id>', "ServiceTitan's id")
    .requiredOption(...ofTenant)
    .option(...reasonOption)
    .action(async (table, id, options) =>
      finish(await (await commands()).domainsAdopt(table, id, options, env)),
    )
  addSendingCommands(domains, context)
  addRuleCommands(domains, context)
}

/** Whether the changes of domains in mode hybrid are sent. */
function addSendingCommands(domains: Command, { env, finish }: CommandLineContext): void {
  const commands = () => import('./domains-sending.ts')
  for (const [name, description] of [
    ['pause', 'stop sending the changes of domains to ServiceTitan; people go on changing records'],
    ['resume', 'send the changes of paused domains again'],
  ] as const) {
    const command = addCommand(domains, {
      name,
      description,
      examples: [`pnpm sync domains ${name} customers --tenant 1001001`],
    })
      .argument('<domains>', 'the domains, separated by commas')
      .requiredOption(...ofTenant)
      .option(...reasonOption)
    if (name === 'pause')
      command.option('--by <who>', 'who pauses it, as status and the console show it (default: this account)')
    command.action(async (names, options) =>
      finish(await (await commands()).domainsPause(names, { isPaused: name === 'pause' }, options, env)),
    )
  }
  addCommand(domains, {
    name: 'confirm-restore',
    description: 'after a backup was restored: send changes again, each record being read before',
    examples: [
      'pnpm sync domains confirm-restore',
      'pnpm sync domains confirm-restore --tenant 1001001 --yes',
    ],
  })
    .option(...tenant)
    .option(...reasonOption)
    .option('--yes', 'skip the confirmation')
    .action(async (options) =>
      finish(await (await commands()).domainsConfirmRestore(options, { env, signal: stop() })),
    )
}

/** Whose value stays of a field that both sides have changed. */
function addRuleCommands(domains: Command, { env, finish }: CommandLineContext): void {
  const commands = () => import('./domains-rules.ts')
  const rules = domains.command('rules').description('whose value stays when both sides have changed a field')
  addCommand(rules, {
    name: 'list',
    description: 'list the rule of each field that both sides change',
    examples: ['pnpm sync domains rules list --tenant 1001001'],
  })
    .option(...tenant)
    .action(async (options) => finish(await (await commands()).rulesList(options, env)))
  addCommand(rules, {
    name: 'set',
    description: 'set the rule of a field; open conflicts stay open',
    examples: [
      'pnpm sync domains rules set customers.name lazi --tenant 1001001',
      'pnpm sync domains rules set customers.name standard --tenant 1001001',
    ],
  })
    .argument('<field>', 'with its table, such as customers.name')
    .argument('<rule>', 'whose value stays: servicetitan, lazi, ask (a person decides), or standard')
    .requiredOption(...ofTenant)
    .option(...reasonOption)
    .action(async (name, rule, options) =>
      finish(await (await commands()).rulesSet(name, rule, options, env)),
    )
}
