import { parse } from 'libpg-query'
import { schemas } from '../protocol/schemas.ts'
import type { Finding } from './finding.ts'

type Node = Record<string, unknown>
type Report = (rule: string, message: string, sql?: string) => void

/**
 * Checks the SQL of one migration by the project's own rules:
 * - `tenant-leads-keys`: every table of our schemas has tenant_id, which leads its primary key, unique constraints and
 *   b-tree indexes;
 * - `index-names-its-query`: every index has a name, and a comment with its query;
 * - `no-trigger`: no triggers on these tables, since distributed tables cannot have them;
 * - `no-if-not-exists`: no IF NOT EXISTS, which silently accepts a different object.
 */
export async function checkProjectRules(
  migration: string,
  statements: readonly string[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  const report: Report = (rule, message, sql) =>
    findings.push({ rule, migration, message, ...(sql && { sql }) })
  const parsed: { sql: string; kind: string; node: Node }[] = []
  for (const sql of statements) {
    const { stmts = [] } = (await parse(sql)) as { stmts?: { stmt: Node }[] }
    for (const { stmt } of stmts) {
      const [[kind, node]] = Object.entries(stmt) as [[string, Node]]
      parsed.push({ sql: sql.trim(), kind, node })
    }
  }
  const commented = new Set(
    parsed.flatMap(({ kind, node }) => (kind === 'CommentStmt' ? [lastPart(node.object as Node)] : [])),
  )
  for (const { sql, kind, node } of parsed) {
    if (/\bIF NOT EXISTS\b/i.test(JSON.stringify(flags(node))))
      report('no-if-not-exists', 'IF NOT EXISTS hides differences.', sql)
    if (kind === 'CreateTrigStmt' && isOurs(node))
      report('no-trigger', `A table of ${schemaOf(node)} must not have a trigger.`, sql)
    if (kind === 'IndexStmt') checkIndex(node, commented, report, sql)
    if (kind === 'CreateStmt' && isOurs(node)) checkTable(node, sql, report)
    if (kind === 'AlterTableStmt' && isOurs(node)) checkConstraints(node, sql, report)
  }
  return findings
}

/** The parser's flags for IF NOT EXISTS, as text. */
function flags(node: Node): string[] {
  const commands = (node.cmds ?? []) as { AlterTableCmd: Node }[]
  const missingOk = commands.some(
    ({ AlterTableCmd: command }) => command.subtype === 'AT_AddColumn' && command.missing_ok,
  )
  return node.if_not_exists || missingOk ? ['IF NOT EXISTS'] : []
}

function checkIndex(node: Node, commented: ReadonlySet<string>, report: Report, sql: string): void {
  const name = node.idxname as string | undefined
  if (!name) {
    report('index-names-its-query', 'An index needs an explicit name.', sql)
  } else if (!commented.has(name))
    report('index-names-its-query', `Index ${name} needs a COMMENT that names its query.`, sql)
  const [first] = (node.indexParams ?? []) as { IndexElem: Node }[]
  if (isOurs(node) && node.accessMethod === 'btree' && first?.IndexElem.name !== 'tenant_id') {
    report('tenant-leads-keys', `Index ${name} must lead with tenant_id.`, sql)
  }
}

function checkTable(node: Node, sql: string, report: Report): void {
  const { schemaname, relname } = node.relation as { schemaname: string; relname: string }
  const elements = (node.tableElts ?? []) as { ColumnDef?: Node; Constraint?: Node }[]
  if (!elements.some(({ ColumnDef }) => ColumnDef?.colname === 'tenant_id')) {
    report('tenant-leads-keys', `Table ${schemaname}.${relname} needs a tenant_id.`, sql)
  }
  for (const { ColumnDef, Constraint } of elements) {
    for (const constraint of [
      Constraint,
      ...((ColumnDef?.constraints ?? []) as { Constraint: Node }[]).map((c) => c.Constraint),
    ]) {
      checkKey(constraint, ColumnDef?.colname as string | undefined, sql, report)
    }
  }
}

function checkConstraints(node: Node, sql: string, report: Report): void {
  for (const { AlterTableCmd: command } of (node.cmds ?? []) as { AlterTableCmd: Node }[]) {
    checkKey((command.def as Node | undefined)?.Constraint as Node | undefined, undefined, sql, report)
  }
}

function checkKey(
  constraint: Node | undefined,
  column: string | undefined,
  sql: string,
  report: Report,
): void {
  if (constraint?.contype !== 'CONSTR_PRIMARY' && constraint?.contype !== 'CONSTR_UNIQUE') return
  const keys = (constraint.keys ?? []) as { String: { sval: string } }[]
  const first = keys[0]?.String.sval ?? column
  // A constraint USING INDEX was checked with its index.
  if (!constraint.indexname && first !== 'tenant_id')
    report('tenant-leads-keys', `A key must lead with tenant_id, not ${first}.`, sql)
}

/** Whether a statement concerns a table of one of our schemas. */
function isOurs(node: Node): boolean {
  return Object.hasOwn(schemas, schemaOf(node) ?? '')
}

function schemaOf(node: Node): string | undefined {
  return (node.relation as { schemaname?: string } | undefined)?.schemaname
}

function lastPart(object: Node): string {
  const items = ((object?.List as Node | undefined)?.items ?? []) as { String?: { sval: string } }[]
  return items.at(-1)?.String?.sval ?? ''
}
