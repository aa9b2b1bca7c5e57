import { addCommand, type CommandLineContext } from 'cli-kit'
import type { Command } from 'commander'
import { reasonOption } from 'records'
import { stop } from '../shared-options.ts'

const ofTenant = ['--tenant <id>', 'the tenant; 0: the installation'] as const
const oneLog = ['--tenant <id>', 'one log only; 0: that of the installation'] as const

/** `sync audit`: who changed what, and whether the log of it is as it was written. */
export function addAuditCommands(program: Command, context: CommandLineContext): void {
  const audit = program.command('audit').description('read, verify and export the audit log')
  addReaders(audit, context)
  addSealCommands(audit, context)
  addChangingCommands(audit, context)
}

function addReaders(audit: Command, { env, finish }: CommandLineContext): void {
  const commands = () => import('./list.ts')
  addCommand(audit, {
    name: 'list',
    description: 'list the entries, newest first',
    examples: [
      'pnpm sync audit list --tenant 1001001',
      'pnpm sync audit list --entity raw.tenants:1001001 --action pause',
      'pnpm sync audit list --from 2026-03-01T00:00:00-06:00 --before 2026-04-01T00:00:00-06:00',
      'pnpm -s sync audit list --actor cli --limit 500 --json',
    ],
  })
    .option(...oneLog)
    .option('--entity <table[:id]>', 'what was changed: a table, or one row of it')
    .option('--actor <kind[:id]>', 'who did it: key, cli, worker, system or servicetitan, or one of them')
    .option('--action <action>', 'what was done, such as create or revoke')
    .option('--from <time>', 'from this time on, with its offset from UTC')
    .option('--before <time>', 'before this time')
    .option('--limit <n>', 'at most so many', '50')
    .action(async (options) => finish(await (await commands()).auditList(options, env)))
  addCommand(audit, {
    name: 'show',
    description: 'show one entry, with the old and new values',
    examples: ['pnpm sync audit show 12 --tenant 1001001'],
  })
    .argument('<seq>', 'its number')
    .requiredOption(...ofTenant)
    .action(async (seq, options) => finish(await (await commands()).auditShow(seq, options, env)))
}

function addSealCommands(audit: Command, { env, finish }: CommandLineContext): void {
  addCommand(audit, {
    name: 'verify',
    description: 'compute the log again, compare it with its seals, and exit with 6 if it was changed',
    examples: [
      'pnpm sync audit verify',
      'pnpm sync audit verify --tenant 1001001 --state',
      'pnpm sync audit verify --checkpoint checkpoints.txt --public-key audit.pub',
    ],
  })
    .option(...oneLog)
    .option('--checkpoint <file>', 'compare it with exported checkpoints too: one or many')
    .option('--state', 'compare what the entries say with the rows as they are now')
    .option(
      '--public-key <file>',
      'the keys that sign seals; without it that of LAZI_AUDIT_KEY_FILE, and then unsigned seals are only counted',
    )
    .option(...reasonOption)
    .action(async (options) => finish(await (await import('./verify.ts')).auditVerify(options, env)))
  addCommand(audit, {
    name: 'checkpoint',
    description: 'seal and export what is not sealed yet, and print the newest checkpoint of each log',
    examples: [
      'pnpm -s sync audit checkpoint > checkpoints.txt',
      'pnpm sync audit checkpoint --tenant 1001001',
    ],
  })
    .option(...oneLog)
    .action(async (options) => finish(await (await import('./checkpoint.ts')).auditCheckpoint(options, env)))
  addCommand(audit, {
    name: 'key',
    description: 'print the public key of LAZI_AUDIT_KEY_FILE, which verifies checkpoints',
    examples: ['pnpm -s sync audit key > audit.pub'],
  }).action(async (options) => finish((await import('./key.ts')).auditKey(options, env)))
}

function addChangingCommands(audit: Command, { env, finish }: CommandLineContext): void {
  addCommand(audit, {
    name: 'redact',
    description: 'empty the old and new values of entries; the log still verifies',
    examples: ['pnpm sync audit redact 12 13 --tenant 1001001 --reason "asked by the customer" --yes'],
  })
    .argument('<seq...>', 'the numbers of the entries')
    .requiredOption(...ofTenant)
    .requiredOption(...reasonOption)
    .option('--yes', 'skip the confirmation')
    .action(async (seqs, options) =>
      finish(await (await import('./redact.ts')).auditRedact(seqs, options, { env, signal: stop() })),
    )
  addCommand(audit, {
    name: 'export',
    description: 'write a whole log to a file, with leaves and seals',
    examples: ['pnpm sync audit export --tenant 1001001 --to audit.jsonl.gz'],
  })
    .requiredOption(...ofTenant)
    .requiredOption('--to <file>', 'the file: gzipped lines of JSON')
    .option(...reasonOption)
    .action(async (options) => finish(await (await import('./export.ts')).auditExport(options, env)))
}
