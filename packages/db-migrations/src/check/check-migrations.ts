import { type LoadedMigration, listMigrationFiles, loadMigration } from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'
import type { Finding } from './finding.ts'
import { checkProjectRules } from './project-rules.ts'
import { checkWithSquawk } from './squawk.ts'

/**
 * Checks the `up` SQL of every migration by squawk's rules and the project's own. Findings that a migration allows with
 * a reason are omitted; an unused allowance is itself a finding.
 */
export async function checkMigrations(dir?: string): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const file of await listMigrationFiles(dir)) {
    const migration = await loadMigration(file)
    const plan = await planMigration(migration, 'up')
    const found = [
      ...(await checkProjectRules(migration.name, plan.statements)),
      ...(await checkWithSquawk(migration.name, plan)),
    ]
    findings.push(...applyAllowances(migration, found))
  }
  return findings
}

function applyAllowances({ name, allow }: LoadedMigration, found: readonly Finding[]): Finding[] {
  const unused = allow
    .filter(({ rule }) => !found.some((finding) => finding.rule === rule))
    .map(({ rule }) => ({
      rule: 'unused-allowance',
      migration: name,
      message: `\`${rule}\` is allowed but not violated.`,
    }))
  const unexplained = allow
    .filter(({ reason }) => !reason?.trim())
    .map(({ rule }) => ({
      rule: 'unused-allowance',
      migration: name,
      message: `\`${rule}\` is allowed without a reason.`,
    }))
  return [
    ...found.filter(({ rule }) => !allow.some((allowed) => allowed.rule === rule)),
    ...unused,
    ...unexplained,
  ]
}
