import { type Bindings, createBindings, type Place } from './bindings.ts'
import type { Schema } from './schema.ts'
import {
  aliasColumns,
  aliasOf,
  createScope,
  findQuery,
  noteEqualities,
  placeOf,
  type Scope,
} from './scope.ts'
import { list, type Node, names, only, relationName, type Statement, unwrap, walk } from './tree.ts'

/**
 * The tables of tenants in a statement whose `tenant_id` does not certainly equal a parameter or constant, directly or
 * through other tables. A condition counts only if it holds for every row: not below OR, nor for the other side of an
 * outer join, nor for a row before LIMIT.
 * @returns such as `raw.st_jobs AS job`
 */
export function unboundTables(statement: Statement, schema: Schema): string[] {
  const reader = createReader(schema)
  reader.read(statement, null)
  return reader.unbound()
}

function createReader({ ofTenants }: Schema) {
  const bindings: Bindings = createBindings()
  const tables: { readonly name: string; readonly tenant: Place }[] = []

  function addTable(node: Node, scope: Scope): Place | null {
    const name = relationName(node)
    const alias = aliasOf(node)
    const query = node.schemaname === undefined ? findQuery(scope, name) : undefined
    if (query !== undefined) {
      scope.sources.push({ name: alias, tenant: query })
      return query
    }
    const tenant = ofTenants.has(name) ? bindings.add() : null
    scope.sources.push({ name: alias, tenant })
    if (tenant !== null)
      tables.push({ name: `${name}${alias === node.relname ? '' : ` AS ${alias}`}`, tenant })
    return tenant
  }

  /** Reads a statement. @returns the place of `tenant_id` in its rows; null: they have none */
  function read({ type, node }: Statement, outer: Scope | null): Place | null {
    if (type === 'SelectStmt') return select(node, createScope(outer))
    if (type === 'InsertStmt') return insert(node, createScope(outer))
    if (type === 'UpdateStmt' || type === 'DeleteStmt') return modify(node, createScope(outer))
    if (type === 'ExplainStmt' || type === 'PrepareStmt') return read(unwrap(node.query), outer)
    return null
  }

  function withQueries(node: Node, scope: Scope): void {
    for (const wrapped of list((node.withClause as Node | undefined)?.ctes)) {
      const query = only('CommonTableExpr', wrapped) ?? {}
      scope.queries.set(String(query.ctename), read(unwrap(query.ctequery), scope))
    }
  }

  function select(node: Node, scope: Scope): Place | null {
    withQueries(node, scope)
    if (node.op !== 'SETOP_NONE') {
      for (const side of [node.larg, node.rarg]) select(side as Node, createScope(scope))
      return null
    }
    for (const item of list(node.fromClause)) from(item, scope)
    noteEqualities(scope, bindings, node.whereClause)
    expressions([node.targetList, node.whereClause, node.groupClause, node.havingClause], scope)
    expressions([node.sortClause, node.limitCount, node.limitOffset, node.valuesLists], scope)
    const inner = output(node.targetList, scope)
    if (inner === null) return null
    const outer = bindings.add()
    bindings.follow(outer, inner)
    // A condition from outside may not choose among rows that LIMIT or DISTINCT ON has chosen already.
    const isChosen = [node.limitCount, node.limitOffset, node.distinctClause].some(
      (part) => part !== undefined,
    )
    if (!isChosen) bindings.follow(inner, outer)
    return outer
  }

  function from(item: unknown, scope: Scope): void {
    const { type, node } = unwrap(item)
    if (type === 'RangeVar') addTable(node, scope)
    else if (type === 'RangeSubselect') {
      const tenant = read(unwrap(node.subquery), scope)
      scope.sources.push({ name: aliasOf(node), tenant: aliasColumns(node).length > 0 ? null : tenant })
    } else if (type === 'RangeFunction') {
      expressions([node.functions], scope)
      const tenant = aliasColumns(node).includes('tenant_id') ? bindings.add() : null
      scope.sources.push({ name: aliasOf(node), tenant })
    } else if (type === 'JoinExpr') join(node, scope)
  }

  function join(node: Node, scope: Scope): void {
    const sides = [node.larg, node.rarg].map((side) => {
      const before = scope.sources.length
      from(side, scope)
      return scope.sources.slice(before).flatMap(({ tenant }) => tenant ?? [])
    })
    const [left = [], right = []] = sides
    const optional = { JOIN_INNER: [...left, ...right], JOIN_LEFT: right, JOIN_RIGHT: left }
    const mayBind = optional[String(node.jointype) as keyof typeof optional] ?? []
    noteEqualities(scope, bindings, node.quals, (place) => mayBind.includes(place))
    if (names(node.usingClause).includes('tenant_id')) {
      for (const one of left) for (const other of right) equateWithin(mayBind, one, other)
    }
    expressions([node.quals], scope)
  }

  function equateWithin(mayBind: readonly Place[], one: Place, other: Place): void {
    if (mayBind.includes(one)) bindings.follow(one, other)
    if (mayBind.includes(other)) bindings.follow(other, one)
  }

  function insert(node: Node, scope: Scope): Place | null {
    withQueries(node, scope)
    const index = list(node.cols).findIndex((column) => only('ResTarget', column)?.name === 'tenant_id')
    const source = only('SelectStmt', node.selectStmt)
    const inner = createScope(scope)
    if (source) select(source, inner)
    const tenant = addTable(node.relation as Node, scope)
    if (tenant !== null && index >= 0) {
      const rows = source?.valuesLists
        ? list(source.valuesLists).map((row) => list(only('List', row)?.items)[index])
        : [only('ResTarget', list(source?.targetList)[index])?.val]
      const places = rows.map((value) => placeOf(inner, value))
      const [place] = places
      const isOne = places.every((other) => other === place)
      if (place !== undefined && isOne) bindings.follow(tenant, place)
    }
    const conflict = (node.onConflictClause ?? {}) as Node
    expressions([conflict.targetList, conflict.whereClause], scope)
    return returning(node, scope)
  }

  function modify(node: Node, scope: Scope): Place | null {
    withQueries(node, scope)
    addTable(node.relation as Node, scope)
    for (const item of [...list(node.fromClause), ...list(node.usingClause)]) from(item, scope)
    noteEqualities(scope, bindings, node.whereClause)
    expressions([node.targetList, node.whereClause], scope)
    return returning(node, scope)
  }

  function returning(node: Node, scope: Scope): Place | null {
    const targets = (node.returningClause as Node | undefined)?.exprs
    expressions([targets], scope)
    return output(targets, scope)
  }

  /** The place of the column `tenant_id` of a list of results. */
  function output(targets: unknown, scope: Scope): Place | null {
    for (const target of list(targets)) {
      const { name, val } = only('ResTarget', target) ?? {}
      const fields = names(only('ColumnRef', val)?.fields)
      if (name !== undefined && name !== 'tenant_id') continue
      if (fields.at(-1) === '*') {
        const all = scope.sources.filter((source) => fields.length === 1 || source.name === fields.at(-2))
        const tenant = all.find((source) => source.tenant !== null)?.tenant
        if (tenant !== undefined && tenant !== null) return tenant
      } else if (name === 'tenant_id' || fields.at(-1) === 'tenant_id') {
        return placeOf(scope, val) ?? null
      }
    }
    return null
  }

  /** Reads the sub-selects of expressions. */
  function expressions(values: readonly unknown[], scope: Scope): void {
    walk(values, (type, node) => {
      if (type !== 'SubLink') return true
      expressions([node.testexpr], scope)
      read(unwrap(node.subselect), scope)
      return false
    })
  }

  return {
    read,
    unbound: () => tables.filter(({ tenant }) => !bindings.isBound(tenant)).map(({ name }) => name),
  }
}
