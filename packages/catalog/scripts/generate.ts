import { readdir, writeFile } from 'node:fs/promises'
import { resourceList } from './resource-list.ts'

const root = new URL('../', import.meta.url)
const path = 'src/generated/resources.ts'
await writeFile(new URL(path, root), resourceList(await readdir(new URL('src/resources/', root))))
process.stdout.write(`${path}\n`)
