import { readdir, writeFile } from 'node:fs/promises'
import { resourceList } from './resource-list.ts'

const files = await readdir(new URL('../src/resources/', import.meta.url))
await writeFile(new URL('../src/generated/resources.ts', import.meta.url), resourceList(files))
