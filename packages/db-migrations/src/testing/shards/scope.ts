import type { Bindings, Place } from './bindings.ts'
import { bound } from './bindings.ts'
import { list, type Node, names, only, unwrap } from './tree.ts'

/** A table, sub-select or function in FROM. */
interface Source {
  readonly name: string
  /** The place of its `tenant_id`; null: it has no such column. */
  readonly tenant: Place | null
}

/** The names that a part of a statement can refer to. */
export interface Scope {
  readonly parent: Scope | null
  readonly sources: Source[]
  /** The place of `tenant_id` in each WITH query. */
  readonly queries: Map<string, Place | null>
}

export const createScope = (parent: Scope | null): Scope => ({ parent, sources: [], queries: new Map() })

/** The place of a WITH query's `tenant_id`; undefined: there is no such query. */
export function findQuery(scope: Scope | null, name: string): Place | null | undefined {
  if (scope === null) return undefined
  return scope.queries.has(name) ? scope.queries.get(name) : findQuery(scope.parent, name)
}

/**
 * The place that an expression takes its value from: a parameter, a constant or a column `tenant_id`; undefined: another
 * expression.
 */
export function placeOf(scope: Scope | null, expression: unknown): Place | undefined {
  const { type, node } = unwrap(expression)
  if (type === 'TypeCast') return placeOf(scope, node.arg)
  if (type === 'ParamRef' || (type === 'A_Const' && node.isnull === undefined)) return bound
  if (type !== 'ColumnRef') return undefined
  const [column, table] = names(node.fields).toReversed()
  return column === 'tenant_id' ? findTenant(scope, table) : undefined
}

function findTenant(scope: Scope | null, table: string | undefined): Place | undefined {
  if (scope === null) return undefined
  const found =
    table === undefined
      ? scope.sources.find(({ tenant }) => tenant !== null)
      : scope.sources.find(({ name }) => name === table)
  return found?.tenant ?? findTenant(scope.parent, table)
}

/** Notes the equalities of a condition: those that hold for every row, since all of its parts are joined by AND. */
export function noteEqualities(
  scope: Scope,
  bindings: Bindings,
  condition: unknown,
  mayBind: (place: Place) => boolean = () => true,
): void {
  for (const part of conjuncts(condition)) {
    const comparison = only('A_Expr', part)
    if (comparison?.kind !== 'AEXPR_OP' || names(comparison.name).join() !== '=') continue
    const left = placeOf(scope, comparison.lexpr)
    const right = placeOf(scope, comparison.rexpr)
    if (left === undefined || right === undefined) continue
    if (mayBind(left)) bindings.follow(left, right)
    if (mayBind(right)) bindings.follow(right, left)
  }
}

function conjuncts(condition: unknown): readonly unknown[] {
  if (condition === undefined) return []
  const both = only('BoolExpr', condition)
  return both?.boolop === 'AND_EXPR' ? list(both.args).flatMap(conjuncts) : [condition]
}

/** The name by which a statement refers to a source. */
export function aliasOf(node: Node): string {
  return String((node.alias as Node | undefined)?.aliasname ?? node.relname ?? '')
}

/** The column names that an alias gives to its source. */
export const aliasColumns = (node: Node): string[] => names((node.alias as Node | undefined)?.colnames)
