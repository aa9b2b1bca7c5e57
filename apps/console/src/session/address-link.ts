/** What the fragment of the address asks for: to sign in with a code, or with a key, which is no longer possible. */
export type AddressLink = { readonly code: string } | { readonly isKey: true }

/**
 * The sign-in link of the address (`#code=…`), which is removed from the address bar. A fragment is never sent to a
 * server. The browser's history keeps it, which is harmless: a code works once, for five minutes.
 */
export function takeLinkFromAddress(): AddressLink | undefined {
  const [, kind, value = ''] = pattern.exec(location.hash) ?? []
  if (kind === undefined) return undefined
  history.replaceState(null, '', location.pathname + location.search)
  return kind === 'code' ? { code: value } : { isKey: true }
}

/** Reloads a tab with the console when a sign-in link is opened in it: only the fragment changes then. */
export function reloadOnLinkInAddress(): void {
  addEventListener('hashchange', () => {
    if (pattern.test(location.hash)) location.reload()
  })
}

/** Deletes the keys that earlier versions of the console stored. */
export function deleteStoredKeys(): void {
  for (const storage of [sessionStorage, localStorage]) storage.removeItem('lazi.accounts')
}

const pattern = /^#(code|key)=(.*)$/s
