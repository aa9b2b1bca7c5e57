import type { CatalogObject } from '../catalog.ts'

/** An object of the database that differs from the migrations. */
export interface Difference {
  readonly kind: CatalogObject['kind'] | 'role' | 'owner'
  readonly name: string
  /** missing; unexpected: not created by any migration; different: it has another definition. */
  readonly problem: 'missing' | 'unexpected' | 'different'
  readonly expected?: string
  readonly found?: string
  /** SQL that would fix it. It is never run automatically; review it first. */
  readonly mend: string
}

/**
 * The differences between the catalog that the migrations produce and the one found. Parts of an unexpected object,
 * such as the columns and comments of a table, are not listed separately.
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
  // A different view is dropped and created, so its unexpected parts are removed with it.
  const dropped = [
    ...unexpected,
    ...differences.filter(({ kind, problem }) => kind === 'view' && problem === 'different'),
  ]
  // In reverse order of creation: an index before its table.
  for (const object of unexpected.toReversed()) {
    if (isPartOfAnother(object, dropped)) continue
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
  dropped: readonly Pick<Difference, 'kind' | 'name'>[],
): boolean {
  return dropped.some((other) => {
    if (other === object) return false
    if (object.kind === 'comment' && object.name.endsWith(` ${other.name}`)) return true
    if (!['schema', 'table', 'view'].includes(other.kind)) return false
    // The columns of a view are not separate objects.
    if (object.kind === 'comment') return object.name.startsWith(`on column ${other.name}.`)
    if (object.kind === 'index') return object.definition.includes(` ON ${other.name} `)
    if (object.kind === 'grant')
      return new RegExp(` (?:on|of column) ${RegExp.escape(other.name)}[. ]`).test(object.name)
    return object.name.startsWith(`${other.name}.`)
  })
}
