import type { Values } from 'records/merge'

// Our mark of a record that LAZI creates in ServiceTitan, in its external data: LAZI's id. Only the application whose guid
// is given sees it, and lists can be filtered by it.

/** The guid of LAZI Data as an application. It never changes: what was marked with another one is not found again. */
const applicationGuid = '1b6bb0a3-6d2c-4a5e-9c34-7f0c1a52d9e8'
const key = 'lazi_id'

/** The external data of a record that is created. */
export const markOf = (id: string) => ({ applicationGuid, externalData: [{ key, value: id }] })

/** The filters of a list by the mark of a record. */
export const markFilters = (id: string) => ({
  externalDataApplicationGuid: applicationGuid,
  externalDataKey: key,
  externalDataValues: id,
})

/** Whether a record has the mark of one of LAZI's. A list may ignore its filter. */
export function hasMark({ externalData }: Values, id: string): boolean {
  if (!Array.isArray(externalData)) return false
  return (externalData as Values[]).some((item) => item.key === key && item.value === id)
}
