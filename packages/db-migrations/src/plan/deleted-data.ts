import { parse } from 'libpg-query'
import { loadMigration, type MigrationFile } from '../migration-files.ts'
import { planMigration } from './migration-plan.ts'

/** Data that a statement deletes. */
export interface DeletedData {
  readonly kind: 'table' | 'materialized view' | 'schema' | 'column' | 'rows'
  /** The table, view or schema; of a column and of rows, their table. */
  readonly name: string
  /** The column; undefined: the whole object, or rows of it. */
  readonly column?: string
}

type Node = Record<string, unknown>

/**
 * The data that reverting a migration deletes, by the parse tree of its SQL; the SQL inside of DO blocks and
 * functions is not read. Needs no database. Empty for a migration without a way back.
 */
export async function findDeletedData(file: MigrationFile): Promise<DeletedData[]> {
  const migration = await loadMigration(file)
  if (migration.down === false) return []
  const { statements } = await planMigration(migration, 'down')
  const deleted: DeletedData[] = []
  for (const sql of statements) deleted.push(...(await deletedBy(sql)))
  return deleted
}

async function deletedBy(sql: string): Promise<DeletedData[]> {
  const { stmts = [] } = (await parse(sql)) as { stmts?: { stmt: Node }[] }
  return stmts.flatMap(({ stmt }): DeletedData[] => {
    const [[kind, node]] = Object.entries(stmt) as [[string, Node]]
    if (kind === 'DropStmt') return droppedObjects(node)
    if (kind === 'DeleteStmt') return [{ kind: 'rows', name: relationName(node.relation) }]
    if (kind === 'TruncateStmt')
      return (node.relations as { RangeVar: Node }[]).map(({ RangeVar }) => ({
        kind: 'rows',
        name: relationName(RangeVar),
      }))
    return kind === 'AlterTableStmt' ? droppedColumns(node) : []
  })
}

const kinds: Readonly<Record<string, DeletedData['kind']>> = {
  OBJECT_TABLE: 'table',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_SCHEMA: 'schema',
}

function droppedObjects({ removeType, objects }: Node): DeletedData[] {
  const kind = kinds[removeType as string]
  if (kind === undefined) return []
  return (objects as Node[]).map((object) => {
    const list = (object.List as { items: Node[] } | undefined)?.items ?? [object]
    return { kind, name: list.map((part) => (part.String as { sval: string }).sval).join('.') }
  })
}

function droppedColumns({ relation, cmds }: Node): DeletedData[] {
  return (cmds as { AlterTableCmd: { subtype: string; name: string } }[]).flatMap(
    ({ AlterTableCmd: command }) =>
      command.subtype === 'AT_DropColumn'
        ? [{ kind: 'column', name: relationName(relation), column: command.name } as const]
        : [],
  )
}

function relationName(relation: unknown): string {
  const { schemaname, relname } = relation as { schemaname?: string; relname: string }
  return [schemaname, relname].filter(Boolean).join('.')
}
