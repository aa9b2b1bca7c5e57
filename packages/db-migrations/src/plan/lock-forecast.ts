import { parse } from 'libpg-query'

/** The table lock of a statement, held until its transaction ends, by PostgreSQL's documentation of each command. */
type LockMode =
  | 'ACCESS EXCLUSIVE'
  | 'EXCLUSIVE'
  | 'SHARE ROW EXCLUSIVE'
  | 'SHARE'
  | 'SHARE UPDATE EXCLUSIVE'
  | 'ROW EXCLUSIVE'
  | 'ACCESS SHARE'

export interface LockForecast {
  /** The table or view, such as `raw.st_jobs`. */
  readonly relation: string
  readonly mode: LockMode
  /** Whether the table is rewritten; `unknown` if that depends on the old type. */
  readonly rewrites: 'no' | 'yes' | 'unknown'
  /** Whether the table is scanned under the lock, to check a constraint or build an index. */
  readonly scans: boolean
}

type Node = Record<string, unknown>
interface RangeVar {
  readonly schemaname?: string
  readonly relname?: string
}

/** The locks that statements take on tables and views, except those in `created`. */
export async function forecastLocks(
  sql: string,
  created: ReadonlySet<string> = new Set(),
): Promise<LockForecast[]> {
  const { stmts = [] } = (await parse(sql)) as { stmts?: { stmt: Node }[] }
  return stmts.flatMap(({ stmt }) => forecast(stmt)).filter(({ relation }) => !created.has(relation))
}

/** The tables and views that the statements create. */
export async function createdRelations(sql: string): Promise<string[]> {
  const { stmts = [] } = (await parse(sql)) as { stmts?: { stmt: Node }[] }
  return stmts.flatMap(({ stmt }) => {
    const relation = (stmt.CreateStmt as Node)?.relation ?? (stmt.ViewStmt as Node)?.view
    return relation ? [nameOf(relation as RangeVar)] : []
  })
}

function forecast(stmt: Node): LockForecast[] {
  const [[kind, value]] = Object.entries(stmt) as [[string, Node]]
  const relation = nameOf((value.relation ?? value.table) as RangeVar | undefined)
  const lock = (mode: LockMode, more: Partial<LockForecast> = {}): LockForecast[] => [
    { relation, mode, rewrites: 'no', scans: false, ...more },
  ]
  switch (kind) {
    case 'AlterTableStmt':
      return strongest(
        ((value.cmds ?? []) as { AlterTableCmd: Node }[]).map(({ AlterTableCmd }) =>
          alterTable(relation, AlterTableCmd),
        ),
      )
    case 'IndexStmt':
      return lock(value.concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE', { scans: true })
    case 'RenameStmt':
    case 'AlterObjectSchemaStmt':
    case 'CreatePolicyStmt':
    case 'AlterPolicyStmt':
    case 'RuleStmt':
      return relation ? lock('ACCESS EXCLUSIVE') : []
    case 'CreateTrigStmt':
      return lock('SHARE ROW EXCLUSIVE')
    case 'InsertStmt':
    case 'UpdateStmt':
    case 'DeleteStmt':
      return lock('ROW EXCLUSIVE', { scans: kind !== 'InsertStmt' })
    case 'DropStmt':
    case 'TruncateStmt':
      return dropped(value)
    case 'CommentStmt':
      return commented(value)
    default:
      return []
  }
}

function alterTable(relation: string, command: Node): LockForecast {
  const subtype = String(command.subtype)
  const at = (mode: LockMode, more: Partial<LockForecast> = {}): LockForecast => ({
    relation,
    mode,
    rewrites: 'no',
    scans: false,
    ...more,
  })
  switch (subtype) {
    case 'AT_ValidateConstraint':
      return at('SHARE UPDATE EXCLUSIVE', { scans: true })
    case 'AT_SetStatistics':
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
      return at('SHARE UPDATE EXCLUSIVE')
    case 'AT_AlterColumnType':
      return at('ACCESS EXCLUSIVE', { rewrites: 'unknown', scans: true })
    case 'AT_SetNotNull':
      return at('ACCESS EXCLUSIVE', { scans: true })
    case 'AT_AddConstraint':
      return addConstraint(command, at)
    case 'AT_AddColumn':
      return at('ACCESS EXCLUSIVE', { rewrites: addsVolatileDefault(command) ? 'yes' : 'no' })
    default:
      return at('ACCESS EXCLUSIVE')
  }
}

function addConstraint(
  command: Node,
  at: (mode: LockMode, more?: Partial<LockForecast>) => LockForecast,
): LockForecast {
  const constraint = ((command.def as Node)?.Constraint ?? {}) as Node
  const mode = constraint.contype === 'CONSTR_FOREIGN' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE'
  return at(mode, { scans: !constraint.skip_validation && !constraint.indexname })
}

// A volatile default rewrites the table, since each row gets its own value; a constant or now() is stored once.
const volatile =
  /"sval":"(?:gen_random_uuid|random|clock_timestamp|nextval|timeofday|uuid_generate_v\d|uuidv7)"/

function addsVolatileDefault(command: Node): boolean {
  const text = JSON.stringify(command.def)
  return (
    volatile.test(text) ||
    /CONSTR_(?:IDENTITY|GENERATED)/.test(text) ||
    /"sval":"(?:big|small)?serial\d?"/.test(text)
  )
}

/** DROP INDEX also locks the index's table, which the statement does not name. */
function dropped(value: Node): LockForecast[] {
  const lists = (value.objects ?? value.relations ?? []) as Node[]
  const isRelation =
    value.relations !== undefined ||
    ['OBJECT_TABLE', 'OBJECT_INDEX', 'OBJECT_VIEW'].includes(String(value.removeType))
  if (!isRelation) return []
  return lists.map((object) => ({
    relation: nameOf(object.RangeVar as RangeVar | undefined) || partsOf(object).join('.'),
    mode: value.concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
    rewrites: 'no',
    scans: false,
  }))
}

function commented(value: Node): LockForecast[] {
  const parts = partsOf(value.object as Node)
  const depth = value.objtype === 'OBJECT_COLUMN' ? -1 : undefined
  // COMMENT ON INDEX locks only the index, which blocks no reader or writer.
  if (!['OBJECT_COLUMN', 'OBJECT_TABLE'].includes(String(value.objtype))) return []
  return [
    {
      relation: parts.slice(0, depth).join('.'),
      mode: 'SHARE UPDATE EXCLUSIVE',
      rewrites: 'no',
      scans: false,
    },
  ]
}

function partsOf(object: Node): string[] {
  const items = ((object.List as Node | undefined)?.items ?? []) as { String: { sval: string } }[]
  return items.map((item) => item.String.sval)
}

function nameOf(relation: RangeVar | undefined): string {
  return [relation?.schemaname, relation?.relname].filter(Boolean).join('.')
}

const byStrength: readonly LockMode[] = [
  'ACCESS SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
]

/** ALTER TABLE takes the strongest lock that any of its subcommands needs. */
function strongest(forecasts: LockForecast[]): LockForecast[] {
  const [first, ...rest] = forecasts
  if (!first) return []
  return [
    rest.reduce(
      (a, b) => ({
        relation: a.relation,
        mode: byStrength.indexOf(a.mode) >= byStrength.indexOf(b.mode) ? a.mode : b.mode,
        rewrites: [a.rewrites, b.rewrites].includes('yes')
          ? 'yes'
          : [a.rewrites, b.rewrites].includes('unknown')
            ? 'unknown'
            : 'no',
        scans: a.scans || b.scans,
      }),
      first,
    ),
  ]
}
