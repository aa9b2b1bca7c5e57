import { parse } from 'libpg-query'

/** A node of PostgreSQL's parse tree, without its type: `{ relname: 'st_jobs', … }`. */
export type Node = Readonly<Record<string, unknown>>

/** One statement of a text. */
export interface Statement {
  /** The type of its node, such as `SelectStmt`. */
  readonly type: string
  readonly node: Node
}

/** The statements of a text, in order. @throws when the text is not SQL */
export async function parseSql(sql: string): Promise<Statement[]> {
  const { stmts = [] } = (await parse(sql)) as { stmts?: { stmt: Node }[] }
  return stmts.map(({ stmt }) => unwrap(stmt))
}

/** The type and the content of a node such as `{ SelectStmt: { … } }`. */
export function unwrap(wrapped: unknown): Statement {
  const [[type, node] = ['', {}]] = Object.entries((wrapped ?? {}) as Node)
  return { type, node: node as Node }
}

/** The content of a node of one type; undefined: it has another. */
export function only(type: string, wrapped: unknown): Node | undefined {
  return (wrapped as Node | undefined)?.[type] as Node | undefined
}

/** A list in a node; empty if it is missing. */
export function list(value: unknown): readonly Node[] {
  return (value ?? []) as readonly Node[]
}

/** The texts of a list of names, such as a function's. */
export function names(value: unknown): string[] {
  return list(value).map((part) => String(only('String', part)?.sval ?? '*'))
}

/**
 * Calls `visit` with every node below, outer ones first, and the types of the nodes around it.
 * @param visit returns false if nodes inside must not be visited
 */
export function walk(
  value: unknown,
  visit: (type: string, node: Node, around: readonly string[]) => boolean | undefined,
  around: readonly string[] = [],
): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    if (typeof child !== 'object' || child === null) continue
    // Types begin with a capital letter, fields do not.
    const isType = /^[A-Z]/.test(key)
    if (isType && visit(key, child as Node, around) === false) continue
    walk(child, visit, isType ? [...around, key] : around)
  }
}

/** Whether any node below satisfies `test`. */
export function some(value: unknown, test: (type: string, node: Node) => boolean): boolean {
  let isFound = false
  walk(value, (type, node) => {
    isFound ||= test(type, node)
    return !isFound
  })
  return isFound
}

/** The name of a table as it is written in the catalog, such as `raw.st_jobs`. */
export function relationName({ schemaname, relname }: Node): string {
  return schemaname === undefined ? String(relname) : `${schemaname}.${relname}`
}
