import { type Env, exitCode, type OutputOptions, printResult, renderTable, UsageError } from 'cli-kit'
import { inTransaction, readTenantId } from 'cli-kit/postgres'
import { commandAct, type ReasonOptions } from 'records'
import type { ConflictPolicy } from 'records/merge'
import { listFieldRules, setFieldRule } from 'records/synced'
import { WriteError } from 'records/writes'
import { readDatabaseOptions } from '../../config.ts'
import { readTenant } from '../../tenants/tenants.ts'
import { readTenantIds } from '../select-tenants.ts'
import { withDatabase } from '../with-database.ts'

const policies: readonly string[] = ['servicetitan', 'lazi', 'ask'] satisfies readonly ConflictPolicy[]

/** `sync domains rules list`: whose value stays of a field that both sides have changed. */
export async function rulesList(
  options: OutputOptions & { readonly tenant?: string },
  env: Env,
): Promise<number> {
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = []
    for (const tenantId of await readTenantIds(client, options))
      tenants.push({ tenantId, rules: await listFieldRules(client, tenantId) })
    const rows = tenants.flatMap(({ tenantId, rules }) =>
      rules.map(({ table, field, onConflict, standard, setAt, setBy, openConflicts }) => [
        tenantId,
        `${table}.${field}`,
        onConflict,
        standard,
        setAt?.slice(0, 16) ?? '',
        setBy ?? '',
        openConflicts === 0 ? '' : String(openConflicts),
      ]),
    )
    const headings = ['tenant', 'field', 'rule', 'standard', 'set (UTC)', 'by', 'open conflicts']
    printResult(options, { ok: true, tenants }, renderTable(headings, rows, ['open conflicts']))
    return exitCode.done
  })
}

/** `sync domains rules set`: what becomes of a field that both sides have changed. */
export async function rulesSet(
  name: string,
  rule: string,
  options: OutputOptions & ReasonOptions & { readonly tenant: string },
  env: Env,
): Promise<number> {
  const [table = '', field = ''] = name.split('.')
  if (rule !== 'standard' && !policies.includes(rule))
    throw new UsageError(`There is no rule ${rule}; rules are ${policies.join(', ')}, standard.`)
  const onConflict = rule === 'standard' ? null : (rule as ConflictPolicy)
  const tenantId = readTenantId(options.tenant)
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await readTenant(client, tenantId)
    const changed = await inTransaction(client, () =>
      setFieldRule(client, { tenantId, table, field, onConflict, act }),
    ).catch((error: unknown) => {
      if (error instanceof WriteError)
        throw new UsageError(`There is no field ${name}: pnpm sync domains rules list`)
      throw error
    })
    const found = (await listFieldRules(client, tenantId)).find(
      (one) => one.table === table && one.field === field,
    )
    const open = found?.openConflicts ?? 0
    const left =
      open === 0
        ? ''
        : ` Open conflicts stay: pnpm sync conflicts decide --all --table ${table} --field ${field}`
    const text = `${name}: ${outcomes[found?.onConflict ?? 'ask']}.${left}`
    printResult(options, { ok: true, tenantId, table, field, onConflict: found?.onConflict, changed }, text)
    return exitCode.done
  })
}

const outcomes: Readonly<Record<ConflictPolicy, string>> = {
  servicetitan: "when both sides have changed it, ServiceTitan's value stays",
  lazi: "when both sides have changed it, LAZI's value stays",
  ask: 'when both sides have changed it, a person decides',
}
