const prefix = '#key='

/**
 * The API key in the address's fragment (`#key=lazi_…`). It is removed from the address bar and the history
 * immediately, so that it is neither bookmarked nor shared; a fragment is never sent to a server.
 */
export function takeKeyFromAddress(): string | undefined {
  if (!location.hash.startsWith(prefix)) return undefined
  const key = decodeURIComponent(location.hash.slice(prefix.length))
  history.replaceState(null, '', location.pathname + location.search)
  return key
}

/** Reloads a tab with the console when a link with a key is opened in it: only the fragment changes then. */
export function reloadOnKeyInAddress(): void {
  addEventListener('hashchange', () => {
    if (location.hash.startsWith(prefix)) location.reload()
  })
}
