import { rerunnableMark } from '../authoring/v1/rerunnable.ts'

/** A parsed CREATE INDEX CONCURRENTLY. */
export interface IndexBuild {
  readonly kind: 'index build'
  /** As written, quotes included. */
  readonly name: string
  readonly table: string
  readonly unique: boolean
  /** Everything after the table name. */
  readonly rest: string
}

/**
 * How a statement outside a migration's transaction survives a crash:
 * `transactional`: runs in its own transaction, which also marks it as done;
 * `rerunnable`: declared idempotent by its author, and run until it is marked as done;
 * `setting`: a session setting, run in every session;
 * index statements are recovered from the state of the index.
 */
export type StatementKind =
  | { readonly kind: 'transactional' }
  | { readonly kind: 'rerunnable' }
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

/** Classifies a statement by its text alone. */
export function statementKind(statement: string): StatementKind {
  if (statement.trimStart().startsWith(rerunnableMark)) return { kind: 'rerunnable' }
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
    if (!dropped) return { kind: 'refused', advice: 'Drop one index per statement: dropIndexConcurrently().' }
    return { kind: 'index drop', name: dropped }
  }
  return { kind: 'transactional' }
}

function withoutLeadingComments(sql: string): string {
  return sql.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '')
}
