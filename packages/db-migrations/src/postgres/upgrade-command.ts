import { rm } from 'node:fs/promises'
import { exitCode, notice, type OutputOptions, print } from 'cli-kit'
import { type PostgresEvent, postgresOptionsFromEnv } from 'local-postgres'
import { deleteKept, type Transfer, type Upgraded, upgradeEmbeddedServer } from 'local-postgres/upgrade'
import { fromCaller, type Process } from '../cli/config.ts'
import { report } from '../cli/dump-commands.ts'
import { dumpDatabase } from '../dump/dump-database.ts'
import { restoreDatabase } from '../dump/restore-database.ts'

type UpgradeOptions = OutputOptions & { readonly oldBin?: string; readonly deleteOld?: boolean }

/** `upgrade`: moves the embedded server's data to the installed version of PostgreSQL. */
export async function upgrade(options: UpgradeOptions, { env, signal }: Process): Promise<number> {
  const { dataDir } = postgresOptionsFromEnv({ LOCAL_POSTGRES_DIR: env.LOCAL_POSTGRES_DIR })
  const onEvent = ({ message }: PostgresEvent) => notice(message)
  if (options.deleteOld) {
    const deleted = await deleteKept(dataDir, onEvent)
    if (options.json) print(JSON.stringify({ ok: true, deleted }))
    else print(deleted.length > 0 ? `Deleted ${deleted.join(', ')}.` : 'There is no old data.')
    return exitCode.done
  }
  let leftOut: readonly string[] = []
  const result = await upgradeEmbeddedServer({
    dataDir,
    database: 'lazi',
    oldBin: options.oldBin === undefined ? undefined : fromCaller(options.oldBin),
    signal,
    onEvent,
    transfer: async (transfer) => {
      leftOut = await moveData(transfer, signal)
    },
  })
  if (options.json) print(JSON.stringify({ ok: true, ...result, leftOut }))
  else for (const line of describe(result, leftOut)) print(line)
  return exitCode.done
}

/** Moves the database of an upgrade, and verifies it. @returns what is not of this project, and stays in the old data */
export async function moveData(
  { from, to, file, stopOld }: Transfer,
  signal: AbortSignal,
): Promise<readonly string[]> {
  notice('Moving the data:')
  const { leftOut } = await dumpDatabase({
    connectionString: from,
    file,
    signal,
    onTable: report,
    // Writers wait until the old server ends, so that nothing is written that would not be moved.
    whileLocked: async () => {
      notice('Restoring and verifying it.')
      await restoreDatabase({ connectionString: to, file, signal })
      await stopOld()
    },
  })
  await rm(file)
  return leftOut
}

function describe({ from, to, kept, notMoved }: Upgraded, leftOut: readonly string[]): string[] {
  const old =
    kept === undefined
      ? []
      : [`The old data is kept in ${kept}; to delete it: pnpm postgres upgrade --delete-old`]
  if (from === to) return [`Nothing to do: the data is of PostgreSQL ${to}.`, ...old]
  const left = [
    ...notMoved.databases.map((name) => `database ${name}`),
    ...notMoved.logins.map((name) => `login ${name}`),
    ...leftOut,
  ]
  return [
    `Moved the data from PostgreSQL ${from} to ${to}.`,
    ...(left.length > 0 ? [`Not moved, since they are not of this project: ${left.join(', ')}.`] : []),
    ...old,
  ]
}
