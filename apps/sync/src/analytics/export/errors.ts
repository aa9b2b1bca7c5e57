/** Facts are not complete: a part of a sum would look like the whole. */
export class IncompleteFactsError extends Error {
  override readonly name = 'IncompleteFactsError'
  readonly code = 'INCOMPLETE_FACTS'

  constructor(tenants: readonly { readonly tenantId: string; readonly incomplete: readonly string[] }[]) {
    const which = tenants.map(({ tenantId, incomplete }) => `tenant ${tenantId}: ${incomplete.join(', ')}`)
    super(
      `Not complete yet, so that nothing was exported: ${which.join('; ')}. Sync them first (pnpm sync run), or leave them out (--partial).`,
    )
  }
}

/** Another process exports into the same folder. */
export class ExportBusyError extends Error {
  override readonly name = 'ExportBusyError'
  readonly code = 'EXPORT_BUSY'

  constructor(folder: string, holder: string) {
    super(
      `Another process is exporting into ${folder} (${holder}). Nothing was exported. Try again when that has ended.`,
    )
  }
}
