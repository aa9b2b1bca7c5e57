/** A place that holds a tenant's id: the `tenant_id` of a table in a statement, or of a sub-select. */
export type Place = number

/** Which places of a statement certainly hold the tenant of a parameter or constant. */
export interface Bindings {
  /** A new place, of which nothing is known yet. */
  readonly add: () => Place
  /** States that a place is bound if another is, but not the reverse. */
  readonly follow: (place: Place, from: Place) => void
  readonly isBound: (place: Place) => boolean
}

/** The place of every parameter and constant. */
export const bound: Place = 0

/** The bindings of one statement. */
export function createBindings(): Bindings {
  let count = 1
  const implied = new Map<Place, Place[]>()
  const follow = (place: Place, from: Place) => {
    implied.set(from, [...(implied.get(from) ?? []), place])
  }
  return {
    add: () => count++,
    follow,
    isBound(place) {
      const reached = new Set([bound])
      for (const from of reached) for (const next of implied.get(from) ?? []) reached.add(next)
      return reached.has(place)
    },
  }
}
