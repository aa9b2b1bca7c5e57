import { confirm, counted, type Env, exitCode, notice, type OutputOptions, printResult } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { commandAct } from 'records'
import { redact } from '../../audit/redact.ts'
import { readDatabaseOptions } from '../../config.ts'
import { withDatabase } from '../with-database.ts'
import { readSeqs } from './read-seqs.ts'

export interface RedactOptions extends OutputOptions {
  readonly tenant: string
  readonly reason: string
  readonly yes?: boolean
}

/**
 * `sync audit redact <seq…>`.
 * @throws {UsageError} without --yes when not on a terminal, when an entry does not exist, and when the login may not erase
 */
export async function auditRedact(
  texts: readonly string[],
  options: RedactOptions,
  { env, signal }: { readonly env: Env; readonly signal: AbortSignal },
): Promise<number> {
  const tenantId = readTenantId(options.tenant)
  const seqs = readSeqs(texts)
  const act = commandAct(options, new Date())
  const question = `Empty the values of ${counted(seqs.length, 'entry', 'entries')} of tenant ${tenantId}? They cannot be restored.`
  if (!options.yes && !(await confirm(question, { signal }))) {
    notice('Nothing was changed.')
    return exitCode.error
  }
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const redacted = await redact(client, tenantId, { seqs, act })
    const text = `${counted(redacted.length, 'entry was', 'entries were')} emptied; ${seqs.length - redacted.length} had no values.`
    printResult(options, { ok: true, tenantId, redacted }, text)
    return exitCode.done
  })
}
