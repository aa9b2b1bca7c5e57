/** Maximum number of included rows of a `many` relation; a row that has this many may have more. */
export const includeLimit = 200
