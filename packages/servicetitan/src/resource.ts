export type ResourceName =
  | 'locations'
  | 'jobs'
  | 'appointments'
  | 'technicians'
  | 'appointment-assignments'
  | 'customers'
  | 'customer-contacts'
  | 'location-contacts'
  | 'business-units'
  | 'campaigns'
  | 'job-types'
  | 'zones'
  | 'teams'
  | 'tag-types'
  | 'employees'
  | 'invoices'
  | 'payments'
  | 'estimates'

/** The first segment of every path. The OpenAPI file has the same name, but for `sales`: that is `salestech`. */
export type ResourceModule = 'accounting' | 'crm' | 'dispatch' | 'jpm' | 'marketing' | 'sales' | 'settings'

/** Query parameters of a list that this client knows how to use. */
export type ListParameter =
  | 'active'
  | 'activeState'
  | 'ids'
  | 'includeInactive'
  | 'includeTotal'
  | 'modifiedBefore'
  | 'modifiedOnOrAfter'
  | 'orderBy'
  | 'orderByDirection'
  | 'page'
  | 'pageSize'
  | 'sort'

/** Query parameters of an export feed that this client knows how to use. */
export type ExportParameter = 'active' | 'from' | 'includeRecentChanges'

/**
 * One kind of ServiceTitan object, as data. Paths follow `/{module}/v2/tenant/{tenant}/`.
 *
 * ServiceTitan ignores a query parameter that it does not know and answers 200 with everything, so the two
 * allowlists hold only what the module's OpenAPI file names, and nothing else is ever sent.
 */
export interface Resource {
  readonly name: ResourceName
  readonly module: ResourceModule
  /** Path of the list, e.g. `locations`. */
  readonly listPath: string
  /** Path of the export feed, e.g. `export/locations`; null when there is none. */
  readonly exportPath: string | null
  /** Sent with every list request unless the request says otherwise: what makes inactive records visible. */
  readonly listParams: Readonly<Partial<Record<ListParameter, string>>>
  /** Sent with every request of the export feed. */
  readonly exportParams: Readonly<Partial<Record<ExportParameter, string>>>
  /** The order that offset paging is safest in, e.g. `{ sort: '+Id' }`; empty when the list cannot be sorted. */
  readonly listOrder: Readonly<Partial<Record<'orderBy' | 'orderByDirection' | 'sort', string>>>
  /**
   * Whether the list shows inactive records too, asked as above. False where it takes no parameter for them and its
   * records do not say whether they are active: whoever counts by the list must count active rows only.
   */
  readonly listsInactive: boolean
  readonly listParameters: readonly ListParameter[]
  readonly exportParameters: readonly ExportParameter[]
  /** The OAuth scope that an app needs to read it. */
  readonly scope: string
  /**
   * The documented fields of a record, top level only: of the export's record where there is a feed, else of the
   * list's. What `required` promises is not always kept, and fields are added monthly.
   */
  readonly fields: { readonly required: readonly string[]; readonly optional: readonly string[] }
}

/** What every list takes that is read here. */
export const listParameters = [
  'includeTotal',
  'modifiedBefore',
  'modifiedOnOrAfter',
  'page',
  'pageSize',
] as const satisfies readonly ListParameter[]

/** What every export feed takes. */
export const exportParameters = ['from', 'includeRecentChanges'] as const satisfies readonly ExportParameter[]

/** For lists that refuse to answer without a range: `modifiedOnOrAfter` before every record. */
export const allOfTime = '2000-01-01'

/** Takes names apart that are written as one text: 45 fields on 45 lines would hide what a resource is about. */
export function fieldNames(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
