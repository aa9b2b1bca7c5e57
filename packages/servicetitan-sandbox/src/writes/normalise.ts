import type { CustomerAddress } from '../definition/record.ts'
import type { WriteSettings } from '../settings/write-options.ts'

/** An address of a body. */
export type GivenAddress = Omit<CustomerAddress, 'unit' | 'latitude' | 'longitude'> &
  Partial<Pick<CustomerAddress, 'unit' | 'latitude' | 'longitude'>>

/** The values as they are stored. */
export type Normalise = {
  text: <T extends string | null | undefined>(text: T) => T
  /** The value of a contact of a type. */
  contact: (type: string, value: string) => string
  /** A whole address: what was left out is null. */
  address: (address: GivenAddress) => CustomerAddress
  summary: <T extends string | null | undefined>(html: T) => T
}

export const normaliser = ({ normalise }: WriteSettings): Normalise => {
  const text = <T extends string | null | undefined>(value: T): T =>
    (typeof value === 'string' && normalise.texts ? value.trim() : value) as T
  return {
    text,
    contact: (type, value) =>
      normalise.phones && type !== 'Email' ? value.replaceAll(/\D/g, '') : text(value),
    address: ({ street, unit, city, state, zip, country, latitude, longitude }) => ({
      street: text(street),
      unit: text(unit ?? null),
      city: text(city),
      state: normalise.states ? text(state).toUpperCase() : text(state),
      zip: text(zip),
      country: text(country),
      latitude: latitude ?? null,
      longitude: longitude ?? null,
    }),
    summary: (value) => {
      const trimmed = text(value)
      const isBare = typeof trimmed === 'string' && trimmed !== '' && !trimmed.startsWith('<p>')
      return (normalise.summaries && isBare ? `<p>${trimmed}</p>` : trimmed) as typeof value
    },
  }
}
