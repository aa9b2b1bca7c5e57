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
  /** What to do, where the migrator knows better than PostgreSQL. */
  readonly advice?: string | undefined
}

/** The error of a statement: one line to say what happened, and `details` to show where. */
export function statementError(error: unknown, failed: FailedStatement): unknown {
  if (error instanceof MigrationError || !(error instanceof Error)) return error
  const database = error instanceof pg.DatabaseError ? error : undefined
  const code = database?.code ? ` (SQLSTATE ${database.code})` : ''
  const blockers = failed.blockage ? ` In the way: ${describeBlockers(failed.blockage)}.` : ''
  const advice = failed.advice ?? database?.hint ?? (isConnectionLost(error) ? connectionLost : undefined)
  const message = `${failed.name} failed in statement ${failed.number} of ${failed.total}: ${oneLine(error.message)}${code}.${blockers}`
  return new MigrationError('MIGRATION_FAILED', advice ? `${message} ${oneLine(advice)}` : message, {
    migration: failed.name,
    sql: failed.sql,
    details: describeStatement(failed, database),
    cause: error,
  })
}

export const connectionLost = 'Migrate again: it goes on where this one stopped.'

/** Whether the server or the way to it is gone: PostgreSQL's class 08 and 57P0x, or an error of the socket. */
export function isConnectionLost(error: Error): boolean {
  if (error instanceof pg.DatabaseError) return /^(?:08|57P0)/.test(error.code ?? '')
  return 'syscall' in error || /\bconnection\b/i.test(error.message)
}

function describeStatement(failed: FailedStatement, error: pg.DatabaseError | undefined): string {
  const lines = [`${failed.path}, statement ${failed.number} of ${failed.total}:`]
  lines.push(...withCaret(failed.sql, Number(error?.position) || undefined))
  if (error?.internalQuery) {
    lines.push('in the function that it ran:')
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

/** The line at `position` (in characters, from 1) with a caret below it, or the first lines without one. */
function withCaret(sql: string, position: number | undefined): string[] {
  const lines = sql.split('\n')
  const shown = (from: number, to: number) =>
    lines.slice(from, to).map((line, index) => `${String(from + index + 1).padStart(4)} | ${line}`)
  if (position === undefined) return shown(0, CONTEXT_LINES)
  // PostgreSQL counts characters, not the UTF-16 units that a string has.
  const before = Array.from(sql)
    .slice(0, position - 1)
    .join('')
    .split('\n')
  const at = before.length - 1
  const indent = (before.at(-1) ?? '').replaceAll(/[^\t]/gu, ' ')
  return [...shown(Math.max(at - 1, 0), at + 1), `     | ${indent}^`]
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ')
}
