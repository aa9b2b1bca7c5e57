import { addCommand, type CommandLineContext, stopSignal } from 'cli-kit'
import type { Command } from 'commander'
import { reasonOption } from 'records'
import { stop, tenant } from '../shared-options.ts'

/** `sync analytics`: the facts that the reports are computed from. */
export function addAnalyticsCommands(program: Command, { env, finish }: CommandLineContext): void {
  const analytics = program
    .command('analytics')
    .description('compute and compare the facts that the reports are computed from')
  const commands = () => import('./analytics.ts')
  addCommand(analytics, {
    name: 'status',
    description:
      'show the facts of each tenant: rows, whether they are complete, and how far they are behind',
    examples: ['pnpm sync analytics status', 'pnpm -s sync analytics status --tenant 1001001 --json'],
  })
    .option(...tenant)
    .action(async (options) => finish(await (await commands()).analyticsStatus(options, env)))
  addCommand(analytics, {
    name: 'refresh',
    description: 'bring the facts up to date with the records once; a worker does so continuously',
    examples: ['pnpm sync analytics refresh', 'pnpm -s sync analytics refresh --tenant 1001001 --json'],
  })
    .option(...tenant)
    .action(async (options) =>
      finish(await (await commands()).analyticsRefresh(options, { env, signal: stop() })),
    )
  addCommand(analytics, {
    name: 'rebuild',
    description: 'compute every fact again, and write those that differ',
    examples: ['pnpm sync analytics rebuild --tenant 1001001 --reason "numbers looked wrong"'],
  })
    .option(...tenant)
    .option(...reasonOption)
    .action(async (options) =>
      finish(await (await commands()).analyticsRebuild(options, { env, signal: stop() })),
    )
  addCommand(analytics, {
    name: 'verify',
    description: 'compare every fact with the records, without writing, and exit with 1 if one differs',
    examples: ['pnpm sync analytics verify', 'pnpm -s sync analytics verify --tenant 1001001 --json'],
  })
    .option(...tenant)
    .action(async (options) => finish(await (await commands()).analyticsVerify(options, env)))
  addCommand(analytics, {
    name: 'export',
    description: 'write the facts as Parquet files, for DuckDB, ClickHouse and others',
    examples: [
      'pnpm sync analytics export --parquet /var/lib/lazi/export',
      'pnpm sync analytics export --parquet export --tenant 1001001 --fact jobs invoices',
      'pnpm -s sync analytics export --parquet export --from 2026-11-01 --to 2026-12-01 --json',
    ],
  })
    .requiredOption(
      '--parquet <folder>',
      'a new or empty folder, or one with an export, whose unchanged files are kept',
    )
    .option(...tenant)
    .option('--fact <name...>', 'these facts only; others stay as they were exported before')
    .option('--from <day>', 'from this day on; other days stay as they were exported before')
    .option('--to <day>', 'before this day')
    .option('--partial', 'leave out what is not complete yet, instead of exporting nothing')
    .action(async (options) =>
      finish(
        await (await import('./export.ts')).analyticsExport(options, {
          env,
          signal: stopSignal({ note: 'The former export is unchanged.' }),
          now: new Date(),
        }),
      ),
    )
}
