export type ResourceName = 'locations' | 'jobs' | 'appointments' | 'technicians' | 'appointment-assignments'

/** The first segment of every path, and the name of the OpenAPI file that describes it. */
export type ResourceModule = 'crm' | 'jpm' | 'settings' | 'dispatch'

/** Query parameters of a list that this client knows how to use. */
export type ListParameter =
  | 'active'
  | 'ids'
  | 'includeTotal'
  | 'modifiedBefore'
  | 'modifiedOnOrAfter'
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
  /** Sent with every list request: what makes inactive records visible. */
  readonly listParams: Readonly<Partial<Record<ListParameter, string>>>
  /** Sent with every request of the export feed. */
  readonly exportParams: Readonly<Partial<Record<ExportParameter, string>>>
  /** The order that offset paging is safest in, e.g. `+Id`; null when the list cannot be sorted. */
  readonly listSort: string | null
  readonly listParameters: readonly ListParameter[]
  readonly exportParameters: readonly ExportParameter[]
  /** The OAuth scope that an app needs to read it. */
  readonly scope: string
}

/** What every list takes that is read here, besides `active` and `sort`. */
export const listParameters = [
  'ids',
  'includeTotal',
  'modifiedBefore',
  'modifiedOnOrAfter',
  'page',
  'pageSize',
] as const satisfies readonly ListParameter[]

/** What every export feed takes. */
export const exportParameters = ['from', 'includeRecentChanges'] as const satisfies readonly ExportParameter[]
