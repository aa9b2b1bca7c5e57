import { createRandom } from '../lib/random.ts'
import { BUSINESSES, FIRST_NAMES, LAST_NAMES } from '../world/names.ts'
import type { World } from '../world/world.ts'

const SALT = 23

/** A customer's name and whether it is a business. */
export const identityOf = (world: World, customer: number): { name: string; isBusiness: boolean } => {
  const random = createRandom(world.key ^ SALT, customer)
  const isBusiness = random.chance(0.12)
  const name = isBusiness ? random.pick(BUSINESSES) : `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`
  return { name, isBusiness }
}

/** The customer's name, which is also in its locations, invoices and payments. */
export const customerNameOf = (world: World, customer: number): string => identityOf(world, customer).name
