/** What a key may do, from little to much: each includes those before it. */
export const scopes = ['read', 'sync', 'admin'] as const

export type Scope = (typeof scopes)[number]

/** Whether one of the scopes is the wanted one, or includes it. */
export function includesScope(granted: readonly Scope[], wanted: Scope): boolean {
  return granted.some((scope) => scopes.indexOf(scope) >= scopes.indexOf(wanted))
}
