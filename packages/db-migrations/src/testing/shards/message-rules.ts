import { roles } from '../../protocol/roles.ts'
import type { Schema } from './schema.ts'
import { list, type Node, only, relationName, type Statement, walk } from './tree.ts'

/** A message of a session: one text, which may have several statements. */
export interface Message {
  readonly sql: string
  readonly statements: readonly Statement[]
}

/** A broken rule of the messages of a session. */
export interface MessageFinding {
  readonly rule: string
  readonly remedy: string
  readonly sql: string
  readonly detail: string
}

/** The role that a statement sets; undefined: it sets none. */
function roleOf({ type, node }: Statement): string | undefined {
  if (type !== 'VariableSetStmt' || node.name !== 'role') return undefined
  const [value] = list(node.args)
  return String((only('A_Const', value)?.sval as Node | undefined)?.sval ?? '')
}

const isLocalSet = ({ type, node }: Statement) => type === 'VariableSetStmt' && node.is_local === true

/**
 * The broken rules of one session: a worker node accepts one role in a transaction, gets the whole message of a SET
 * LOCAL, and inserts all defaults by the role's own privileges.
 */
export function messageFindings(messages: readonly Message[], schema: Schema): MessageFinding[] {
  const findings: MessageFinding[] = []
  let sessionRole: string = roles.migrator
  let localRole: string | null = null
  for (const { sql, statements } of messages) {
    const report = (rule: string, remedy: string, detail: string) =>
      findings.push({ rule, remedy, sql, detail })
    if (statements.length > 1 && statements.some(isLocalSet)) {
      report(
        'set-local-alone',
        'Send SET LOCAL as a message of its own, pipelined with the others.',
        'SET LOCAL',
      )
    }
    for (const statement of statements) {
      if (
        statement.type === 'TransactionStmt' &&
        /_(BEGIN|COMMIT|ROLLBACK)$/.test(String(statement.node.kind))
      )
        localRole = null
      const role = roleOf(statement)
      if (role !== undefined) {
        if (localRole !== null && localRole !== role) {
          report('one-role-a-transaction', 'Use two transactions.', `${localRole}, then ${role}`)
        }
        if (isLocalSet(statement)) localRole = role
        else sessionRole = role
      }
      for (const detail of deniedDefaults(statement, localRole ?? sessionRole, schema)) {
        report('may-insert-defaults', 'Grant the role INSERT of these columns too.', detail)
      }
    }
  }
  return findings
}

/** The columns with a default of tables that a role may insert into only by columns, and not by these. */
function deniedDefaults({ type, node }: Statement, role: string, schema: Schema): string[] {
  if (role === roles.migrator) return []
  const denied: string[] = []
  walk([{ [type]: node }], (inner, { relation }) => {
    if (inner !== 'InsertStmt') return true
    const table = relationName(relation as Node)
    if (!schema.ofTenants.has(table) || schema.mayInsert(role, table)) return true
    const columns = (schema.defaults.get(table) ?? []).filter(
      (column) => !schema.mayInsert(role, table, column),
    )
    if (columns.length > 0)
      denied.push(`${role}: ${columns.map((column) => `${table}.${column}`).join(', ')}`)
    return true
  })
  return denied
}
