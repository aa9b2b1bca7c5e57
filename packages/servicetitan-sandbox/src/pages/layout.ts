import { type Html, html } from './html.ts'

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; }
nav, form, .forms { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: end; }
.forms { align-items: stretch; }
fieldset { border: 1px solid #8884; border-radius: 6px; margin: 0; padding: .5rem .75rem; }
label { display: grid; gap: .15rem; font-size: .85rem; }
input, select, textarea, button { font: inherit; padding: .25rem .4rem; }
textarea { min-width: 24rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; margin-bottom: 1rem; }
th, td { border-bottom: 1px solid #8884; padding: .25rem .6rem; text-align: left; vertical-align: top; }
code { font-size: .85rem; overflow-wrap: anywhere; }
[role=alert], [role=status] { border-left: 4px solid #c33; padding: .25rem .75rem; }
[role=status] { border-color: #393; }
`

/** No scripts, no other origins, and no frame of another page around it. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/** A whole page. */
export const respondWithPage = (title: string, content: Html, status = 200): Response => {
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ServiceTitan sandbox</title>
<link rel="icon" href="data:,">
<style>${{ html: STYLE }}</style>
</head>
<body>
<nav><a href="/">ServiceTitan sandbox</a></nav>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`
  return new Response(page.html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** A table with headings. */
export const table = (
  headings: readonly string[],
  rows: readonly (readonly (Html | string)[])[],
): Html => html`
<table>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table>`
