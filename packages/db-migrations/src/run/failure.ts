import pg from 'pg'
import { MigrationError } from '../errors.ts'
import type { Blockage } from '../events.ts'
import { describeBlockers } from './blockers.ts'

/** The statement that was running. */
export interface FailedStatement {
  readonly name: string
  readonly path: string
  readonly sql: string
  /** Counted from 1. */
  readonly number: number
  readonly total: number
  readonly blockage?: Blockage | undefined
  /** The migrator's own hint, instead of PostgreSQL's. */
  readonly advice?: string | undefined
}

/** Wraps the error of a statement: a one-line message, and `details` with the position. */
export function statementError(error: unknown, failed: FailedStatement): unknown {
  if (error instanceof MigrationError || !(error instanceof Error)) return error
  const database = error instanceof pg.DatabaseError ? error : undefined
  const code = database?.code ? ` (SQLSTATE ${database.code})` : ''
  const blockers = failed.blockage ? ` Blocked by: ${describeBlockers(failed.blockage)}.` : ''
  const advice = failed.advice ?? database?.hint ?? (isConnectionLost(error) ? connectionLost : undefined)
  const message = `${failed.name} failed in statement ${failed.number} of ${failed.total}: ${oneLine(error.message)}${code}.${blockers}`
  return new MigrationError('MIGRATION_FAILED', advice ? `${message} ${oneLine(advice)}` : message, {
    migration: failed.name,
    sql: failed.sql,
    details: describeStatement(failed, database),
    cause: error,
  })
}

const connectionLost = 'Run migrate again; it resumes where this run stopped.'

/** Whether the connection was lost: SQLSTATE class 08 or 57P0x, or a socket error. */
function isConnectionLost(error: Error): boolean {
  if (error instanceof pg.DatabaseError) return /^(?:08|57P0)/.test(error.code ?? '')
  return 'syscall' in error || /\bconnection\b/i.test(error.message)
}

function describeStatement(failed: FailedStatement, error: pg.DatabaseError | undefined): string {
  const lines = [`${failed.path}, statement ${failed.number} of ${failed.total}:`]
  lines.push(...withCaret(failed.sql, Number(error?.position) || undefined))
  if (error?.internalQuery) {
    lines.push('in the function that it called:')
    lines.push(...withCaret(error.internalQuery, Number(error.internalPosition) || undefined))
  }
  for (const [label, text] of [
    ['Detail', error?.detail],
    ['Where', error?.where],
  ]) {
    if (text) lines.push(`${label}: ${text}`)
  }
  return lines.join('\n')
}

const CONTEXT_LINES = 3

/** The line at `position` (in characters, from 1) with a caret below; without a position, the first lines. */
function withCaret(sql: string, position: number | undefined): string[] {
  const lines = sql.split('\n')
  const shown = (from: number, to: number) =>
    lines.slice(from, to).map((line, index) => `${String(from + index + 1).padStart(4)} | ${line}`)
  if (position === undefined) return shown(0, CONTEXT_LINES)
  // PostgreSQL counts characters, JavaScript UTF-16 code units.
  const before = Array.from(sql)
    .slice(0, position - 1)
    .join('')
    .split('\n')
  const lineIndex = before.length - 1
  const indent = (before.at(-1) ?? '').replaceAll(/[^\t]/gu, ' ')
  return [...shown(Math.max(lineIndex - 1, 0), lineIndex + 1), `     | ${indent}^`]
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ')
}

/** Wraps an error outside of a statement. */
export function migrationError(error: unknown, migration: string): unknown {
  if (error instanceof MigrationError || !(error instanceof Error)) return error
  const advice = isConnectionLost(error) ? ` ${connectionLost}` : ''
  return new MigrationError('MIGRATION_FAILED', `${migration} failed: ${error.message}.${advice}`, {
    migration,
    cause: error,
  })
}
