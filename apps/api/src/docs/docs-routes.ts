import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Hono } from 'hono'
import type { ApiEnv } from '../http/context.ts'
import { readStaticFile, type StaticFile, sendFile, staticFile } from '../http/files/static-files.ts'
import { JsonText, sendJson } from '../http/send-json.ts'

/** `/api/openapi.json`, and `/api/docs`, which shows it. Every file of the page is served from here. */
export async function docsRoutes(document: object): Promise<Hono<ApiEnv>> {
  const json = new JsonText(JSON.stringify(document))
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  const read = (name: string) => readStaticFile(join(assets, name), { isImmutable: false })
  const files = new Map<string, StaticFile>([
    ['start.js', staticFile('start.js', Buffer.from(startScript), { isImmutable: false })],
  ])
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'])
    files.set(name, await read(name))
  const page = staticFile('index.html', Buffer.from(html), { isImmutable: false })
  const routes = new Hono<ApiEnv>()
  routes.get('/openapi.json', (c) => sendJson(c, json))
  routes.get('/docs', (c) => sendFile(c, page))
  routes.get('/docs/:file', (c) => {
    const file = files.get(c.req.param('file'))
    return file ? sendFile(c, file) : c.notFound()
  })
  return routes
}

// The page has no inline script: the content security policy forbids it.
const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>LAZI Data API</title>
<link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`

const startScript = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
})
`
