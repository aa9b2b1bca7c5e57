import { addressOf } from '../definition/common.ts'
import { createRandom } from '../lib/random.ts'
import { businessUnitNameOf } from '../world/labels.ts'
import type { World } from '../world/world.ts'
import { customerNameOf } from './customer-identity.ts'
import type { JobFacts } from './job-facts.ts'

const SALT = 21

/** The location's name and address, which are also in its invoices. */
export const describeLocation = (world: World, rank: number) => {
  const { parent, slot } = world.spreads.locations.parentOf(rank)
  const random = createRandom(world.key ^ SALT, rank)
  const name = customerNameOf(world, parent)
  const kind = random.pick(['Rental', 'Shop', 'Lake house', 'Annex'])
  return { name: slot === 0 ? name : `${name} – ${kind}`, address: addressOf(random) }
}

/** The customer, location and business unit of an invoice. */
export const partiesOf = (world: World, { customer, location, businessUnit }: JobFacts) => {
  const { name, address } = describeLocation(world, location)
  const { latitude: _, longitude: __, ...postalAddress } = address
  return {
    customer: { id: world.timelines.customers.idOf(customer), name: customerNameOf(world, customer) },
    customerAddress: postalAddress,
    location: { id: world.timelines.locations.idOf(location), name },
    locationAddress: postalAddress,
    businessUnit: {
      id: world.timelines['business-units'].idOf(businessUnit),
      name: businessUnitNameOf(businessUnit),
    },
  }
}
