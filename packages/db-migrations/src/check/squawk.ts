import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createdRelations, forecastLocks } from '../plan/lock-forecast.ts'
import { splitStatements } from '../plan/split-statements.ts'
import type { Finding } from './finding.ts'

// The migrator sets the timeouts itself; prefer-robust-stmts demands IF NOT EXISTS, which a project rule forbids.
const excluded = [
  'require-timeout-settings',
  'prefer-robust-stmts',
  'require-lock-timeout',
  'require-statement-timeout',
]

interface Violation {
  readonly rule_name: string
  readonly message: string
  readonly line: number
}

/**
 * Checks the SQL of one migration by squawk's rules for migrations without downtime.
 * @throws {Error} if squawk is not installed or its output cannot be parsed
 */
export async function checkWithSquawk(
  migration: string,
  plan: { readonly statements: readonly string[]; readonly usesTransaction: boolean },
): Promise<Finding[]> {
  const statements = (await Promise.all(plan.statements.map(splitStatements))).flat()
  const args = ['--reporter', 'json', '--pg-version', '15.0', '--exclude', excluded.join(',')]
  if (plan.usesTransaction) args.push('--assume-in-transaction')
  const child = spawn(process.execPath, [squawkPath(), ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(`${statements.join('\n')}\n`)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const findings: Finding[] = []
  const created = new Set((await Promise.all(statements.map(createdRelations))).flat())
  for (const { rule_name: rule, message, line } of parseReport(stdout, stderr)) {
    const sql = statementAt(statements, line)
    if (await concernsOwnTable(sql, created)) continue
    findings.push({ rule, migration, message, sql })
  }
  return findings
}

/** Locks on a table that the same migration creates block no one. */
async function concernsOwnTable(sql: string, created: ReadonlySet<string>): Promise<boolean> {
  const locks = await forecastLocks(sql)
  return locks.length > 0 && locks.every(({ relation }) => created.has(relation))
}

/** @param line counted from 0, in the statements joined by line breaks */
function statementAt(statements: readonly string[], line: number): string {
  let last = -1
  for (const sql of statements) {
    last += sql.split('\n').length
    if (line <= last) return sql
  }
  return ''
}

function parseReport(stdout: string, stderr: string): Violation[] {
  try {
    return stdout.trim() === '' ? [] : (JSON.parse(stdout) as Violation[])
  } catch {
    throw new Error(`Cannot parse the output of squawk: ${(stderr || stdout).split('\n')[0]}`)
  }
}

function squawkPath(): string {
  const manifest = createRequire(import.meta.url).resolve('squawk-cli/package.json')
  return join(dirname(manifest), 'js', 'bin', 'squawk')
}
