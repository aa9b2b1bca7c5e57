/** The ETag of a record. @example etagOf('3') // '"3"' */
export const etagOf = (version: string) => `"${version}"`
