/** The names of the custom fields that generated records have. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [7_711_105, 'Account manager'],
  [7_711_204, 'Gate code'],
  [7_711_301, 'Permit #'],
])

/** A custom field of a body. */
export type GivenCustomField = { typeId: number; value?: string | null }

/** The custom fields of a customer or a location. */
export const crmCustomFields = (given: readonly GivenCustomField[]) =>
  given.map(({ typeId, value }) => ({ typeId, name: NAMES.get(typeId) ?? null, value: value ?? null }))

/** The custom fields of a job: neither their names nor their values are null. */
export const jobCustomFields = (given: readonly GivenCustomField[]) =>
  given.map(({ typeId, value }) => ({
    typeId,
    name: NAMES.get(typeId) ?? `Field ${typeId}`,
    value: value ?? '',
  }))
