/** Scopes of keys; each includes the ones before it. */
export const scopes = ['read', 'sync', 'admin'] as const

export type Scope = (typeof scopes)[number]

/** Whether a granted scope is the required one or includes it. */
export function includesScope(granted: readonly Scope[], required: Scope): boolean {
  return granted.some((scope) => scopes.indexOf(scope) >= scopes.indexOf(required))
}
