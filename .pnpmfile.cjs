// The packages that carry the Node binary publish `os` and `cpu` as strings. pnpm reads only
// arrays, and without them it would install the runtime of every platform at once.
const carriesNode = /^node-(?:bin-)?(?:linux|darwin|win)-/

function readPackage(manifest) {
  if (!carriesNode.test(manifest.name ?? '')) return manifest
  return { ...manifest, os: [manifest.os].flat(), cpu: [manifest.cpu].flat() }
}

module.exports = { hooks: { readPackage } }
