import { writeFileSync } from 'node:fs'
import { metricsDocument } from '../src/metrics-document.ts'

const file = new URL('../../../docs/metrics.md', import.meta.url)
writeFileSync(file, metricsDocument())
process.stdout.write('docs/metrics.md\n')
