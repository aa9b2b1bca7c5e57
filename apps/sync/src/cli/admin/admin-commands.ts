import { addCommand, type CommandLineContext } from 'cli-kit'
import type { Command } from 'commander'
import { reasonOption } from 'records'
import { stop, tenant } from '../shared-options.ts'

/** `sync quarantine`: what could not be written. */
export function addQuarantineCommands(program: Command, { env, finish }: CommandLineContext): void {
  const commands = () => import('./quarantine.ts')
  const quarantine = program.command('quarantine').description('records that could not be written')
  const resource = ['--resource <name>', 'one resource only'] as const
  addCommand(quarantine, {
    name: 'list',
    description: 'list the records in quarantine and their errors',
    examples: ['pnpm sync quarantine list'],
  })
    .option(...tenant)
    .option(...resource)
    .action(async (options) => finish(await (await commands()).quarantineList(options, env)))
  addCommand(quarantine, {
    name: 'show',
    description: 'show one record as received',
    examples: ['pnpm sync quarantine show 12'],
  })
    .argument('<id>', 'the entry')
    .action(async (id, options) => finish(await (await commands()).quarantineShow(id, options, env)))
  addCommand(quarantine, {
    name: 'replay',
    description: 'try to write records again',
    examples: ['pnpm sync quarantine replay', 'pnpm sync quarantine replay 12 13 --strip-nulls'],
  })
    .argument('[id...]', 'the entries (default: all open ones)')
    .option(...tenant)
    .option(...resource)
    .option(...reasonOption)
    .option('--strip-nulls', 'remove NUL characters (U+0000), which PostgreSQL cannot store')
    .action(async (ids, options) => finish(await (await commands()).quarantineReplay(ids, options, env)))
  addCommand(quarantine, {
    name: 'drop',
    description: 'resolve entries without writing their records',
    examples: ['pnpm sync quarantine drop 12 --reason "a test record"'],
  })
    .argument('<id...>', 'the entries')
    .option(...reasonOption)
    .action(async (ids, options) => finish(await (await commands()).quarantineDrop(ids, options, env)))
}

/** `sync tenants`: which accounts are synced. */
export function addTenantCommands(program: Command, { env, finish }: CommandLineContext): void {
  const commands = () => import('./tenants.ts')
  const tenants = program.command('tenants').description('manage tenants')
  addCommand(tenants, {
    name: 'list',
    description: 'list tenants, and whether they have credentials',
    examples: ['pnpm sync tenants list'],
  }).action(async (options) => finish(await (await commands()).tenantsList(options, env)))
  addCommand(tenants, {
    name: 'add',
    description: 'add every tenant with credentials, or the named ones, or change a name or time zone',
    examples: [
      'pnpm sync tenants add',
      'pnpm sync tenants add 1001001 --name "Hollis Plumbing" --time-zone America/Chicago',
    ],
  })
    .argument('[id...]', 'ServiceTitan tenant ids (default: those with credentials that do not exist yet)')
    .option(...reasonOption)
    .option('--name <name>', 'its display name (default for a new tenant: Tenant <id>)')
    .option('--time-zone <zone>', 'its time zone (default for a new tenant: UTC)')
    .action(async (ids, options) => finish(await (await commands()).tenantsAdd(ids, options, env)))
  for (const [name, status, description] of [
    ['pause', 'paused', 'stop syncing a tenant'],
    ['resume', 'active', 'sync a paused tenant again'],
  ] as const) {
    const command = addCommand(tenants, {
      name,
      description,
      examples: [`pnpm sync tenants ${name} 1001001`],
    })
      .argument('<id>', 'the tenant')
      .option(...reasonOption)
    if (status === 'paused')
      command.option('--by <who>', 'who pauses it, as status and the console show it (default: this account)')
    command.action(async (id, options) =>
      finish(await (await commands()).tenantsSetStatus(id, status, options, env)),
    )
  }
  addCommand(tenants, {
    name: 'remove',
    description: 'delete all rows of a tenant, and revoke its API keys',
    examples: ['pnpm sync tenants remove 1001001 --yes'],
  })
    .argument('<id>', 'the tenant')
    .option(...reasonOption)
    .option('--yes', 'skip the confirmation')
    .action(async (id, options) =>
      finish(await (await commands()).tenantsRemove(id, options, { env, signal: stop() })),
    )
}

/** `sync erase`: removes a person's data. */
export function addEraseCommands(program: Command, { env, finish }: CommandLineContext): void {
  const erase = program.command('erase').description("remove a person's data")
  addCommand(erase, {
    name: 'customer',
    description: 'remove the data of a customer, and keep the sync from bringing it back',
    examples: ['pnpm sync erase customer 4711 --tenant 1001001 --reason "Request of 3 March"'],
  })
    .argument('<id>', "ServiceTitan's id of the customer, or LAZI's")
    .requiredOption('--tenant <id>', 'the tenant (required)')
    .requiredOption(...reasonOption)
    .option('--yes', 'skip the confirmation')
    .action(async (id, options) =>
      finish(await (await import('./erase.ts')).eraseCustomerCommand(id, options, { env, signal: stop() })),
    )
}
