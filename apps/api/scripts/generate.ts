import { readdir, writeFile } from 'node:fs/promises'
import { resourceMap } from 'catalog'
import { filterList } from './filter-list.ts'
import { recordFieldsText } from './record-fields.ts'
import { recordSourcesText } from './record-sources.ts'

const root = new URL('../', import.meta.url)
const texts = {
  'src/generated/filters.ts': filterList(await readdir(new URL('src/cached-filters/', root))),
  'src/generated/record-fields.ts': recordFieldsText(),
  'client/generated/record-sources.ts': recordSourcesText(Object.values(resourceMap)),
}
for (const [path, text] of Object.entries(texts)) {
  await writeFile(new URL(path, root), text)
  process.stdout.write(`${path}\n`)
}
