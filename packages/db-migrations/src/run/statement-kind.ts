import { rerunnableMark } from '../authoring/v1/rerunnable.ts'

/** A CREATE INDEX CONCURRENTLY, in the parts that its healing needs. */
export interface IndexBuild {
  readonly kind: 'index build'
  /** As written, quotes included. */
  readonly name: string
  readonly table: string
  readonly unique: boolean
  /** All that follows the table. */
  readonly rest: string
}

/**
 * How a statement outside a migration's transaction is made safe against a crash:
 * `once`: in a transaction of its own, together with the mark that it is done;
 * `again`: its author declares that running it twice does no harm, so it is run until it is marked done;
 * `setting`: of the session, so it is run by every session;
 * the rest are healed by looking at what is there.
 */
export type StatementKind =
  | { readonly kind: 'once' }
  | { readonly kind: 'again' }
  | { readonly kind: 'setting' }
  | { readonly kind: 'index drop'; readonly name: string }
  | IndexBuild
  | { readonly kind: 'refused'; readonly advice: string }

const identifier = String.raw`(?:"(?:[^"]|"")+"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)`
const name = String.raw`${identifier}(?:\s*\.\s*${identifier})?`
const build = new RegExp(
  String.raw`^CREATE\s+(?<unique>UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?(?<name>(?!(?:ON|IF)\s)${identifier})\s+ON\s+(?<table>${name})(?<rest>[\s\S]*)$`,
  'i',
)
const drop = new RegExp(
  String.raw`^DROP\s+INDEX\s+CONCURRENTLY\s+(?:IF\s+EXISTS\s+)?(?<name>(?!IF\s)${name})\s*(?:RESTRICT\s*)?;?$`,
  'i',
)
const transactionControl = /^(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|PREPARE\s+TRANSACTION)\b/i

/** What kind of statement this is; decided by its text alone. */
export function statementKind(statement: string): StatementKind {
  if (statement.trimStart().startsWith(rerunnableMark)) return { kind: 'again' }
  const sql = withoutLeadingComments(statement).trim()
  if (transactionControl.test(sql)) {
    return { kind: 'refused', advice: 'Leave BEGIN and COMMIT to the migrator.' }
  }
  if (/^(?:SET|RESET)\s+(?!LOCAL\b)/i.test(sql)) return { kind: 'setting' }
  if (/^CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\b/i.test(sql)) {
    const { name, table, unique, rest } = build.exec(sql)?.groups ?? {}
    if (!name || !table) return { kind: 'refused', advice: 'Give the index a name: addIndexConcurrently().' }
    return { kind: 'index build', name, table, unique: unique !== undefined, rest: rest ?? '' }
  }
  if (/^DROP\s+INDEX\s+CONCURRENTLY\b/i.test(sql)) {
    const dropped = drop.exec(sql)?.groups?.name
    if (!dropped) return { kind: 'refused', advice: 'Drop one index a statement: dropIndexConcurrently().' }
    return { kind: 'index drop', name: dropped }
  }
  return { kind: 'once' }
}

function withoutLeadingComments(sql: string): string {
  return sql.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '')
}
