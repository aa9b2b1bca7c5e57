import type { ResourceName } from '../world/generated/resource-names.ts'
import type { SizeRule } from '../world/sizes.ts'

/** The number of places of a resource with places for each parent: all of them, or none at all. */
export const sizeOfPlaces = (name: ResourceName, parent: ResourceName, places: number): SizeRule => ({
  defaultSize: ({ of }) => places * of(parent),
  constraint: (sizes) =>
    sizes[name] === 0 || sizes[name] === places * sizes[parent]
      ? undefined
      : `0 or ${places * sizes[parent]}, as each of ${parent} has ${places}`,
})
