import type { ComponentType } from 'react'

interface PageModule {
  readonly Component: ComponentType
}

/** The code of a page could not be loaded: the API is away, or a newer console was deployed. */
export class PageLoadError extends Error {
  override readonly name = 'PageLoadError'
}

/** A download that is slower than this has failed: the browser itself sets no limit. */
const timeoutMs = 20_000

/**
 * The loader of a page, for a route.
 * @param load imports the page
 * @throws {PageLoadError} from the loader
 */
export function loadPage(load: () => Promise<PageModule>): () => Promise<PageModule> {
  return async () => {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new Error('The download timed out')), timeoutMs)
    try {
      const page = await Promise.race([load(), late])
      sessionStorage.removeItem(reloadedKey)
      return page
    } catch (cause) {
      throw new PageLoadError('The page could not be loaded', { cause })
    } finally {
      clearTimeout(timer)
    }
  }
}

const reloadedKey = 'lazi.reloaded'

/**
 * Reloads the page once, to get the names of the current files.
 * @returns false if it has been reloaded before and its code could still not be loaded
 */
export function reloadOnce(): boolean {
  if (sessionStorage.getItem(reloadedKey) !== null) return false
  sessionStorage.setItem(reloadedKey, location.pathname)
  location.reload()
  return true
}

/** Allows another reload: the API was away, so the last one could not succeed. */
export function allowReload(): void {
  sessionStorage.removeItem(reloadedKey)
}
