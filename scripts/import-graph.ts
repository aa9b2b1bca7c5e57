import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'

/** For each file, the files that it imports by a relative path, including types; all as paths from the root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/**
 * Reads the imports between the TypeScript files of a package or app.
 * @param root the repository, as a path that ends with a slash
 * @param folder such as `apps/sync`
 */
export function readImportGraph(root: string, folder: string): ImportGraph {
  const files = globSync(`${folder}/{src,client,test,scripts,migrations,bench,demo}/**/*.{ts,tsx}`, {
    cwd: root,
  })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.includes('/node_modules/'))
    .sort()
  return graphOf(new Map(files.map((file) => [file, readFileSync(`${root}${file}`, 'utf8')])))
}

/** The same for sources in memory, by their paths. */
export function graphOf(sources: ReadonlyMap<string, string>): ImportGraph {
  const imports = ([file, source]: [string, string]) => {
    const paths = [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(['"])(\.[^'"\n]*)\1/g)]
    const found = new Set(paths.map((match) => normalize(join(dirname(file), match[2] ?? ''))))
    return [...found].filter((path) => sources.has(path)).sort()
  }
  return new Map([...sources].map((entry) => [entry[0], imports(entry)]))
}

/** Groups of files that import each other, directly or indirectly; a file that imports itself is one. */
export function findFileCircles(graph: ImportGraph): string[][] {
  return findCircles(graph)
}

/**
 * Groups of files and folders of one folder that import each other. Tests may import from any folder, so their imports
 * do not count.
 * @returns each group with the imports that form it
 */
export function findFolderCircles(graph: ImportGraph): { members: string[]; imports: string[] }[] {
  const edges = [...graph].flatMap(([from, targets]) =>
    isTest(from) ? [] : targets.map((to): [string, string] => [from, to]),
  )
  const folders = new Map<string, Map<string, Set<string>>>()
  const causes = new Map<string, string>()
  for (const [from, to] of edges) {
    const [parent, a, b] = childrenOfCommonParent(from, to)
    const children = folders.get(parent) ?? new Map<string, Set<string>>()
    folders.set(parent, children.set(a, (children.get(a) ?? new Set()).add(b)))
    if (!children.has(b)) children.set(b, new Set())
    causes.set(`${a} ${b}`, `${from} imports ${to}`)
  }
  return [...folders.values()].flatMap((children) =>
    findCircles(new Map([...children].map(([name, targets]) => [name, [...targets]])))
      // A circle of files alone is found by `findFileCircles`.
      .filter((members) => members.some((member) => !graph.has(member)))
      .map((members) => ({
        members,
        imports: members.flatMap((a) => members.flatMap((b) => causes.get(`${a} ${b}`) ?? [])),
      })),
  )
}

/** Whether a file is a test, or is used by tests only. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$|\/test\//.test(file)
}

/** The deepest folder that contains both files, and the child of it (a file or a folder) that contains each. */
function childrenOfCommonParent(from: string, to: string): [parent: string, a: string, b: string] {
  const [one, other] = [from.split('/'), to.split('/')]
  let depth = 0
  while (one[depth] === other[depth] && depth < one.length - 1) depth += 1
  const upTo = (parts: readonly string[], length: number) => parts.slice(0, length).join('/')
  return [upTo(one, depth), upTo(one, depth + 1), upTo(other, depth + 1)]
}

/** Strongly connected components of more than one node (Tarjan), sorted; a node with an edge to itself is one. */
function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (node: string) => {
    index.set(node, index.size)
    low.set(node, index.get(node) ?? 0)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next)
      if (stack.includes(next))
        low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0, index.get(next) ?? 0))
    }
    if (low.get(node) !== index.get(node)) return
    const members = stack.splice(stack.indexOf(node))
    if (members.length > 1 || graph.get(node)?.includes(node)) circles.push(members.sort())
  }
  for (const node of [...graph.keys()].sort()) if (!index.has(node)) visit(node)
  return circles.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
}
