import type { CatalogObject } from '../catalog.ts'

/** An object of the database that is not as the migrations make it. */
export interface Difference {
  readonly kind: CatalogObject['kind']
  readonly name: string
  /** missing: not there; unexpected: no migration makes it; different: it is there with another definition. */
  readonly problem: 'missing' | 'unexpected' | 'different'
  readonly expected?: string
  readonly found?: string
  /** SQL that would make it as expected. Nothing runs it: read it first. */
  readonly mend: string
}

/**
 * What differs between the catalog that migrations make and the one that was found. What goes with an object that is
 * missing or unexpected as a whole (the columns and comments of a table) is not listed again.
 */
export function findDrift(expected: readonly CatalogObject[], found: readonly CatalogObject[]): Difference[] {
  const foundByKey = new Map(found.map((object) => [keyOf(object), object]))
  const expectedKeys = new Set(expected.map(keyOf))
  const differences: Difference[] = []
  for (const object of expected) {
    const other = foundByKey.get(keyOf(object))
    if (!other) {
      differences.push(
        difference(object, { problem: 'missing', expected: object.definition, mend: object.create }),
      )
    } else if (other.definition !== object.definition) {
      const details = { expected: object.definition, found: other.definition, mend: object.alter }
      differences.push(difference(object, { problem: 'different', ...details }))
    }
  }
  const unexpected = found.filter((object) => !expectedKeys.has(keyOf(object)))
  // A view that differs is made again, without what was added to it.
  const gone = [
    ...unexpected,
    ...differences.filter(({ kind, problem }) => kind === 'view' && problem === 'different'),
  ]
  // What was made last goes first: an index before its table.
  for (const object of unexpected.toReversed()) {
    if (isPartOfAnother(object, gone)) continue
    differences.push(
      difference(object, { problem: 'unexpected', found: object.definition, mend: object.drop }),
    )
  }
  return differences
}

function difference({ kind, name }: CatalogObject, details: Omit<Difference, 'kind' | 'name'>): Difference {
  return { kind, name, ...details }
}

const keyOf = ({ kind, name }: CatalogObject) => `${kind} ${name}`

/** Dropping a table or view drops its columns, constraints, indexes, comments and grants. */
function isPartOfAnother(
  object: CatalogObject,
  gone: readonly Pick<CatalogObject, 'kind' | 'name'>[],
): boolean {
  return gone.some((other) => {
    if (other === object) return false
    if (object.kind === 'comment' && object.name.endsWith(` ${other.name}`)) return true
    if (!['schema', 'table', 'view'].includes(other.kind)) return false
    // The columns of a view are no objects of their own.
    if (object.kind === 'comment') return object.name.startsWith(`on column ${other.name}.`)
    if (object.kind === 'index') return object.definition.includes(` ON ${other.name} `)
    if (object.kind === 'grant')
      return new RegExp(` (?:on|of column) ${RegExp.escape(other.name)}[. ]`).test(object.name)
    return object.name.startsWith(`${other.name}.`)
  })
}
