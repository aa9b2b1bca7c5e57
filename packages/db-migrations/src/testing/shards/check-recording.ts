import type { Exception } from './exception.ts'
import { exceptions } from './exceptions.ts'
import { type Message, messageFindings } from './message-rules.ts'
import type { SqlRecording } from './record-sql.ts'
import { readSchema, type Schema } from './schema.ts'
import { statementRules } from './statement-rules.ts'
import { parseSql, type Statement } from './tree.ts'

/** A rule that recorded SQL breaks, for which there is no exception. */
export interface Finding {
  readonly rule: string
  /** What breaks it, such as the table. */
  readonly detail: string
  readonly remedy: string
  /** The text, with single spaces. */
  readonly sql: string
}

/** What a recording shows of the rules of one shard. */
export interface ShardCheck {
  readonly findings: readonly Finding[]
  /** Exceptions of the app that no recorded text needs any more: delete them. */
  readonly unneeded: readonly string[]
}

/**
 * Checks what an app sends by the rules of SQL that one shard of Citus can answer.
 * @param app whose exceptions apply
 * @example
 * ```ts
 * expect(await checkShards(recording, 'api')).toEqual({ findings: [], unneeded: [] })
 * ```
 */
export async function checkShards(
  { sessions, texts }: Pick<SqlRecording, 'sessions' | 'texts'>,
  app: Exception['app'],
): Promise<ShardCheck> {
  const schema = await readSchema()
  const parsed = new Map<string, readonly Statement[]>()
  for (const sql of texts) parsed.set(sql, await parseSql(sql))
  const ofStatements = [...parsed].flatMap(([sql, statements]) =>
    statements.flatMap((statement) => findingsOf(sql, statement, schema)),
  )
  const ofMessages = sessions.flatMap((session) =>
    messageFindings(
      session.map((sql): Message => ({ sql, statements: parsed.get(sql) ?? [] })),
      schema,
    ),
  )
  return withoutExceptions(
    [...ofStatements, ...ofMessages].map((finding) => ({ ...finding, sql: squeeze(finding.sql) })),
    exceptions.filter((exception) => exception.app === app),
  )
}

/** The rules that one statement breaks. */
export function findingsOf(sql: string, statement: Statement, schema: Schema): Finding[] {
  return statementRules.flatMap(({ name, remedy, find }) =>
    find(statement, schema).map((detail) => ({ rule: name, detail, remedy, sql })),
  )
}

function withoutExceptions(all: readonly Finding[], own: readonly Exception[]): ShardCheck {
  const needed = new Set<string>()
  const findings = new Map<string, Finding>()
  for (const finding of all) {
    const { rule, detail, sql } = finding
    const exception = own.find(({ rules, text }) => rules.includes(rule) && sql.includes(text))
    if (exception) needed.add(`${exception.name}: ${rule}`)
    else findings.set(`${rule} ${detail} ${sql}`, finding)
  }
  const listed = own.flatMap(({ name, rules }) => rules.map((rule) => `${name}: ${rule}`))
  return { findings: [...findings.values()], unneeded: listed.filter((name) => !needed.has(name)) }
}

const squeeze = (sql: string) => sql.trim().replaceAll(/\s+/g, ' ')
