import type { Schema } from './schema.ts'
import { unboundTables } from './tenant-binding.ts'
import { list, type Node, names, only, relationName, type Statement, some, unwrap, walk } from './tree.ts'
import { isMutable, isStableOfColumn, isVolatile } from './volatility.ts'

/** A rule that one statement keeps or breaks. */
export interface Rule {
  readonly name: string
  /** How to write the statement instead. */
  readonly remedy: string
  /** What in the statement breaks the rule. */
  readonly find: (statement: Statement, schema: Schema) => readonly string[]
}

/** The nodes of some types in a statement, the statement itself included. */
function nodesOf({ type, node }: Statement, ...types: readonly string[]): { type: string; node: Node }[] {
  const found: { type: string; node: Node }[] = []
  walk([{ [type]: node }], (each, content) => {
    if (types.includes(each)) found.push({ type: each, node: content })
    return true
  })
  return found
}

const writes = ['InsertStmt', 'UpdateStmt', 'DeleteStmt'] as const
const target = ({ relation }: Node) => relationName(relation as Node)
const returned = ({ returningClause }: Node) => (returningClause as Node | undefined)?.exprs
const hasSelect = ({ selectStmt }: Node) => {
  const source = only('SelectStmt', selectStmt)
  return source !== undefined && source.valuesLists === undefined
}

/** Each write with the SQL that Citus evaluates for it: without its sub-selects, which are planned separately. */
function ownExpressions(statement: Statement): { table: string; expression: unknown }[] {
  return nodesOf(statement, 'UpdateStmt', 'DeleteStmt').map(({ node }) => ({
    table: target(node),
    expression: withoutSubSelects([node.targetList, node.whereClause]),
  }))
}

function withoutSubSelects(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === 'SubLink' ? undefined : part)) ?? 'null')
}

/** The rules of single statements: what Citus can answer from one shard, and does not refuse. */
export const statementRules: readonly Rule[] = [
  {
    name: 'tenant-bound',
    remedy: 'Add tenant_id = $n for the table, or tenant_id = that of a table that has it.',
    find: unboundTables,
  },
  {
    name: 'no-sub-select-in-returning',
    remedy: 'Return the columns, and read the rest by a statement of its own.',
    find: (statement) =>
      nodesOf(statement, ...writes)
        .filter(({ node }) => some(returned(node), (type) => type === 'SubLink'))
        .map(({ node }) => target(node)),
  },
  {
    name: 'no-mutable-returning',
    remedy: 'Return the columns, and compute with the clock in the app.',
    find: (statement) =>
      nodesOf(statement, ...writes)
        .filter(({ node }) => isMutable(returned(node)))
        .map(({ node }) => target(node)),
  },
  {
    name: 'no-insert-from-insert',
    remedy: 'Send two statements, and pass what the first returns to the second.',
    find: (statement) =>
      nodesOf(statement, 'InsertStmt')
        .filter(({ node }) =>
          list((node.withClause as Node | undefined)?.ctes).some(
            (query) => unwrap(only('CommonTableExpr', query)?.ctequery).type === 'InsertStmt',
          ),
        )
        .map(({ node }) => target(node)),
  },
  {
    name: 'no-plain-insert-select',
    remedy:
      'Add RETURNING or ON CONFLICT: otherwise Citus copies the rows as a role that row-level security binds.',
    find: (statement, { ofTenants }) =>
      nodesOf(statement, 'InsertStmt')
        .filter(({ node }) => hasSelect(node) && !node.onConflictClause && !node.returningClause)
        .map(({ node }) => target(node))
        .filter((table) => ofTenants.has(table)),
  },
  {
    name: 'no-full-join-of-functions',
    remedy: 'Read the keys of both from one function, and look the values up.',
    find: (statement) =>
      nodesOf(statement, 'JoinExpr')
        .filter(({ node }) => node.jointype === 'JOIN_FULL')
        .filter(({ node }) => some([node.larg, node.rarg], (type) => type === 'RangeFunction'))
        .map(() => 'FULL JOIN'),
  },
  {
    name: 'no-mutable-case-in-update',
    remedy: 'Compute the value in a WITH query or a statement of its own, or test it with IS [NOT] TRUE.',
    find: (statement) =>
      ownExpressions(statement)
        .filter(
          ({ expression }) =>
            isVolatile(expression) ||
            isStableOfColumn(expression) ||
            some(
              expression,
              (type, node) => /^(CaseExpr|CoalesceExpr|MinMaxExpr)$/.test(type) && isMutable(node),
            ),
        )
        .map(({ table }) => table),
  },
  {
    name: 'no-mutable-on-conflict',
    remedy: 'Compute the value in the INSERT, and take it from excluded.',
    find: (statement) =>
      nodesOf(statement, 'InsertStmt')
        .filter(({ node }) => {
          const { targetList, whereClause } = (node.onConflictClause ?? {}) as Node
          return isMutable([targetList, whereClause])
        })
        .map(({ node }) => target(node)),
  },
  {
    name: 'no-locks-beside-rows',
    remedy:
      'Ask for locks by a statement of their own: a worker node does not have those of the coordinator.',
    find: (statement, { ofTenants }) => {
      const tables = nodesOf(statement, 'RangeVar').map(({ node }) => relationName(node))
      const targets = nodesOf(statement, ...writes).map(({ node }) => target(node))
      if (![...tables, ...targets].some((table) => ofTenants.has(table))) return []
      const functions = nodesOf(statement, 'FuncCall').map(({ node }) => names(node.funcname).at(-1) ?? '')
      return [
        ...tables.filter((table) => /\bpg_locks$/.test(table)),
        ...functions.filter((name) => /advisory/.test(name)),
      ]
    },
  },
  {
    name: 'no-update-of-tenant',
    remedy: 'Insert the row for the other tenant, and delete this one.',
    find: (statement) =>
      nodesOf(statement, 'UpdateStmt', 'InsertStmt')
        .filter(({ type, node }) => {
          const { targetList } = type === 'UpdateStmt' ? node : ((node.onConflictClause ?? {}) as Node)
          return list(targetList).some((column) => only('ResTarget', column)?.name === 'tenant_id')
        })
        .map(({ node }) => target(node)),
  },
  {
    name: 'no-ctid',
    remedy: 'Choose rows by their primary key.',
    find: (statement) =>
      nodesOf(statement, 'ColumnRef')
        .filter(({ node }) => names(node.fields).at(-1) === 'ctid')
        .map(() => 'ctid'),
  },
  {
    name: 'no-set-config-of-tenant',
    remedy: 'SET LOCAL lazi.tenant_id = …: set_config does not reach the worker nodes.',
    find: (statement) =>
      nodesOf(statement, 'FuncCall')
        .filter(({ node }) => names(node.funcname).at(-1) === 'set_config')
        .filter(({ node }) => /lazi\.tenant_id/.test(JSON.stringify(node.args)))
        .map(() => 'set_config'),
  },
  {
    name: 'no-generic-plan',
    remedy: 'Leave plan_cache_mode as it is: Citus cannot prune shards in a generic plan.',
    find: (statement) =>
      nodesOf(statement, 'VariableSetStmt')
        .filter(({ node }) => node.name === 'plan_cache_mode' && /generic/.test(JSON.stringify(node.args)))
        .map(() => 'force_generic_plan'),
  },
]
