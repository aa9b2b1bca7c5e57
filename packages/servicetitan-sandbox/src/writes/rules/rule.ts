import type { WriteContext } from '../write-context.ts'

/** A write of a validated body: returns what the response shows, or undefined for a response without a body. */
export type Rule = (
  context: WriteContext,
  request: {
    /** The ids of the path, by the names in its template. */
    ids: Readonly<Record<string, string>>
    body: Readonly<Record<string, unknown>>
  },
) => object | undefined

/** A rule whose body has a known type, because it is valid by the contract. */
export const ruleOf =
  <B>(rule: (context: WriteContext, request: { id: string; body: B }) => object | undefined): Rule =>
  (context, { ids, body }) =>
    rule(context, { id: ids.id ?? '', body: body as B })
