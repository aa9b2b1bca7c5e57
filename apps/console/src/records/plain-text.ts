/** The text of an HTML fragment, such as a job's summary. No script in it is executed, and nothing is fetched. */
export function plainText(html: string | null | undefined): string {
  if (!html) return ''
  const { body } = new DOMParser().parseFromString(
    html.replace(/<\/(?:p|li|ul|ol|div|h\d)>|<br\s*\/?>/gi, '$&\n'),
    'text/html',
  )
  return (body.textContent ?? '').replace(/\n{2,}/g, '\n').trim()
}
