/** Text that is safe to put into a page. */
export type Html = { readonly html: string }

/** A value of a template: text is escaped, lists are joined, and nothing is written for null, undefined and false. */
type Part = Html | string | number | bigint | null | undefined | false | readonly Part[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeText = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

const write = (part: Part): string => {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part !== 'object') return escapeText(String(part))
  return 'html' in part ? part.html : part.map(write).join('')
}

/**
 * A piece of a page. Values are escaped; attributes must be quoted.
 *
 * @example
 * ```ts
 * html`<p title="${title}">${text}</p>`
 * ```
 */
export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html => ({
  html: texts.map((text, index) => text + write(parts[index])).join(''),
})
