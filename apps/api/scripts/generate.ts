import { readdir, writeFile } from 'node:fs/promises'
import { resourceMap } from 'catalog'
import { filterList } from './filter-list.ts'
import { recordSourcesText } from './record-sources.ts'

const files = await readdir(new URL('../src/resources/', import.meta.url))
await writeFile(new URL('../src/generated/filters.ts', import.meta.url), filterList(files))
await writeFile(
  new URL('../client/generated/record-sources.ts', import.meta.url),
  recordSourcesText(Object.values(resourceMap)),
)
